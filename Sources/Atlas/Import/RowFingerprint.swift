import Formats
import Geospatial

/// The identity that a row is given: the source's own, or else one made of its content.
///
/// Two rows of a file that say exactly the same are two facts (three chairs of 3.0 kg weigh 9.0 kg); they are told apart
/// by being the first, the second, the third of their kind in the file. Sent again, they are known again.
struct RowFingerprint {
    private let table: String
    private let constants: String
    private var occurrences: [UInt64: (count: Int, row: Int)] = [:]
    /// The first row of the file that says exactly what the last one given says; nil when there is none.
    private(set) var repeated: Int?
    private let uuidField: Int

    init(table: String, fields: [Field], constants: [String: String]) {
        self.table = table
        uuidField = fields.place(of: "uuid")
        self.constants = constants.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(
            separator: "\u{1F}")
    }

    /// The identity of the row as it stands, or of one of its parts: the UUID that the row has, or one made of the
    /// identifier by which its source knows it, or one made of its content.
    ///
    /// A number that only tells the rows of one file apart (`"id": 1`) is no identity: another file has it too.
    ///
    /// - Parameter geometry: as the file has it.
    mutating func identity(of row: ImportRow, geometry: Geometry?) -> String {
        repeated = nil
        if let identity = row.identity { return identity }
        let given = row.text(uuidField) ?? row.featureID
        if row.part.isEmpty, let uuid = given.flatMap(RowIdentity.uuid(in:)) { return uuid }
        if let known = row.identifier ?? given.flatMap(RowIdentity.uuid(in:)) {
            if row.part.isEmpty, let uuid = RowIdentity.uuid(in: known) { return uuid }
            return RowIdentity.named(Array("\(table)\u{1E}\(known)\u{1E}\(row.part)".utf8))
        }
        let whole = content(of: row, geometry) + Array("\u{1E}\(row.part)".utf8)
        var key: UInt64 = 0
        for byte in SHA256.digest(of: whole)[0..<8] { key = key << 8 | UInt64(byte) }
        let first = occurrences[key]
        let ordinal = (first?.count ?? 0) + 1
        occurrences[key] = (ordinal, first?.row ?? row.number)
        repeated = first?.row
        return RowIdentity.named(whole + Array("\u{1E}\(ordinal)".utf8))
    }

    /// What the row says, before the importer's rules completed it.
    private func content(of row: ImportRow, _ geometry: Geometry?) -> [UInt8] {
        var content = Array(table.utf8)
        content.append(0x1E)
        content.append(contentsOf: constants.utf8)
        for index in row.plan.columns.indices where !row.plan.isReason(index) {
            row.record.withBytes(index) { bytes in
                guard !bytes.isEmpty else { return }
                content.append(0x1E)
                content.append(contentsOf: row.plan.columns[index].utf8)
                content.append(0x1F)
                content.append(contentsOf: bytes)
            }
        }
        content.append(0x1E)
        geometry?.appendWKB(to: &content)
        return content
    }
}
