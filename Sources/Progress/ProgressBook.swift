// Progress: where each target stands. Targets, trajectories and verdicts over the figures that the three books offer,
// and the rows behind them. It must not know how a figure is computed.

package import Atlas
import GRDB
import GeoPackage
import Languages

/// The tables of what was promised.
package enum ProgressBook {
    package static let book = Book(
        name: "progress", tables: [],
        migrations: [
            Migration("progress-1") { db, _ in
                try db.execute(
                    sql: """
                        CREATE TABLE target (
                          fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
                          uuid TEXT UNIQUE,
                          indicator TEXT NOT NULL,
                          campus TEXT,
                          label_fr TEXT NOT NULL,
                          label_en TEXT NOT NULL,
                          kind TEXT NOT NULL CHECK (kind IN (\(Target.Kind.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")))),
                          value DOUBLE,
                          unit TEXT,
                          baseline_on DATE NOT NULL,
                          due_on DATE NOT NULL CHECK (due_on > baseline_on),
                          source TEXT NOT NULL
                        );
                        """)
                try db.geoPackage.registerAttributes(table: "target", identifier: "Objectifs", description: "")
            }
        ])

    package static let codeLists = [
        CodeList("target", file: "geodata/target.csv", key: ["indicator", "campus"])
    ]
}
