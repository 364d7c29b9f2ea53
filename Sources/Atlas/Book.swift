package import GRDB
import GeoPackage
package import Geospatial
package import Languages

/// One of the books, as the atlas needs to know it: its tables, and how they came to be.
package struct Book: Sendable {
    package let name: String
    package let tables: [BookTable]
    package let migrations: [Migration]
    /// What only this book can find wrong.
    package let check: @Sendable (Database, Atlas) throws -> [AtlasFinding]

    package init(
        name: String, tables: [BookTable], migrations: [Migration],
        check: @escaping @Sendable (Database, Atlas) throws -> [AtlasFinding] = { _, _ in [] }
    ) {
        self.name = name
        self.tables = tables
        self.migrations = migrations
        self.check = check
    }
}

/// A table whose every change the journal keeps.
package struct BookTable: Sendable {
    package let name: String
    package let label: Bilingual

    package init(_ name: String, label: Bilingual) {
        self.name = name
        self.label = label
    }
}

/// A step from one state of the schema to the next. Once released, it is never edited.
package struct Migration: Sendable {
    package let id: String
    package let apply: @Sendable (Database, CoordinateReferenceSystem) throws -> Void

    package init(_ id: String, apply: @escaping @Sendable (Database, CoordinateReferenceSystem) throws -> Void) {
        self.id = id
        self.apply = apply
    }
}

enum Migrations {
    /// Applies the steps that the file lacks, each in a transaction of its own.
    static func run(_ books: [Book], on container: GeoPackage, crs: CoordinateReferenceSystem) throws {
        let migrator = migrator(books, crs)
        guard try !container.pool.read(migrator.hasBeenSuperseded) else {
            throw AtlasError.newerThanProgram(container.path)
        }
        guard try container.pool.read({ try !migrator.hasCompletedMigrations($0) }) else { return }
        try migrator.migrate(container.pool)
    }

    /// True for a file that lacks some of the steps, and was not made by a newer program.
    static func arePending(_ books: [Book], on container: GeoPackage, crs: CoordinateReferenceSystem) throws -> Bool {
        let migrator = migrator(books, crs)
        return try container.pool.read { db in
            try !migrator.hasBeenSuperseded(db) && !migrator.hasCompletedMigrations(db)
        }
    }

    private static func migrator(_ books: [Book], _ crs: CoordinateReferenceSystem) -> DatabaseMigrator {
        var migrator = DatabaseMigrator()
        let steps =
            CommonSchema.migrations + books.flatMap(\.migrations) + [
                Migration("documents-1") { db, _ in try Atlas.relateDocuments(db) },
                // Works, what holds rain, beds and visits came later.
                Migration("documents-2") { db, _ in try Atlas.relateDocuments(db) },
            ]
        for step in steps {
            migrator.registerMigration(step.id) { db in try step.apply(db, crs) }
        }
        return migrator
    }
}
