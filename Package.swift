// swift-tools-version:6.2
import PackageDescription

/// What keeps the walls between modules: an import is private to its file unless said otherwise, a member is visible
/// only where its module is imported, and an existential is written `any`.
let walls: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")

/// The library ships the lists of `geodata/` and `species/`, which live at the top: its target starts there too, and
/// leaves out all the rest.
let notTheLibrary =
    ["Benchmarks", "Makefile", "README.md", "Tests"]
    + [
        "Atlas", "AtlasServer", "CGEOS", "CNettle", "CPROJ", "CZlib", "CampusAtlasCLI", "Formats", "GeoPackage",
        "Geospatial", "Land", "Languages", "Progress", "Species", "Waste",
    ].map { "Sources/\($0)" }

let package = Package(
    name: "campus-atlas",
    products: [
        .library(name: "CampusAtlas", targets: ["CampusAtlas"]),
        .library(name: "Geospatial", targets: ["Geospatial"]),
        .library(name: "Formats", targets: ["Formats"]),
        .library(name: "GeoPackage", targets: ["GeoPackage"]),
        .executable(name: "campus-atlas", targets: ["CampusAtlasCLI"]),
    ],
    dependencies: [
        // SQLite: pool, transactions, functions, backup. Pinned: Linux is contributed, our tests are its tests here.
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        // HTTP. No traits: its configuration package is not needed.
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1", traits: []),
        // Command line: parsing, help, completion.
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        // The logger that the HTTP server takes.
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
    ],
    targets: [
        .systemLibrary(name: "CPROJ", pkgConfig: "proj", providers: [.apt(["libproj-dev"])]),
        .systemLibrary(name: "CGEOS", pkgConfig: "geos", providers: [.apt(["libgeos-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CNettle", pkgConfig: "nettle", providers: [.apt(["nettle-dev"])]),

        .target(name: "Languages"),
        .target(name: "Geospatial", dependencies: ["CPROJ", "CGEOS", "Languages"]),
        .target(name: "Formats", dependencies: ["Geospatial", "Languages", "CZlib", "CNettle"]),
        .target(name: "GeoPackage", dependencies: ["Geospatial", "Languages", grdb]),
        .target(name: "Atlas", dependencies: ["Geospatial", "Formats", "GeoPackage", "Languages", grdb]),
        .target(name: "Land", dependencies: ["Atlas", "Formats", "GeoPackage", "Geospatial", "Languages", grdb]),
        .target(name: "Species", dependencies: ["Atlas", "Formats", "GeoPackage", "Geospatial", "Languages", grdb]),
        .target(name: "Waste", dependencies: ["Atlas", "Formats", "GeoPackage", "Geospatial", "Languages", grdb]),
        .target(
            name: "Progress",
            dependencies: ["Atlas", "Land", "Species", "Waste", "Formats", "Geospatial", "Languages", grdb]),
        .target(
            name: "CampusAtlas",
            dependencies: [
                "Atlas", "Formats", "GeoPackage", "Geospatial", "Land", "Languages", "Progress", "Species", "Waste",
            ],
            path: ".", exclude: notTheLibrary, sources: ["Sources/CampusAtlas"],
            resources: [.copy("geodata"), .copy("species")]),
        .target(
            name: "AtlasServer",
            dependencies: [
                "CampusAtlas",
                .product(name: "Hummingbird", package: "hummingbird"), .product(name: "Logging", package: "swift-log"),
            ]),
        .executableTarget(
            name: "CampusAtlasCLI",
            dependencies: [
                "AtlasServer", "CampusAtlas", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),

        .testTarget(
            name: "GeospatialTests", dependencies: ["Geospatial", "Languages"], resources: [.copy("Oracles")]),
        .testTarget(name: "FormatsTests", dependencies: ["Formats", "Geospatial", "Languages"]),
        .testTarget(name: "GeoPackageTests", dependencies: ["GeoPackage", "Geospatial", "Languages", grdb]),
        .testTarget(name: "CampusAtlasTests", dependencies: ["CampusAtlas", grdb], resources: [.copy("Oracles")]),
        .testTarget(
            name: "AtlasServerTests",
            dependencies: [
                "AtlasServer", "CampusAtlas",
                .product(name: "Hummingbird", package: "hummingbird"), .product(name: "Logging", package: "swift-log"),
            ]),
        .testTarget(name: "CommandLineTests", dependencies: ["CampusAtlasCLI", grdb]),
    ],
    swiftLanguageModes: [.v6]
)

for target in package.targets where target.type != .system {
    target.swiftSettings = walls
}
