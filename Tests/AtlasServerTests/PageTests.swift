import CampusAtlas
import Foundation
import Testing

@testable import AtlasServer

@Suite struct PageTests {
    @Test("progress in JSON is the library's, today and on a day")
    func progress() async throws {
        let client = try Demonstration.client.get()
        let day = try #require(CalendarDate(iso: "2026-10-01"))
        let expected = String(decoding: try client.atlas.progress(on: day).json(), as: UTF8.self)
        #expect(try await client.get("/progress?on=2026-10-01").body == expected)
        let today = String(decoding: try client.atlas.progress(on: .today).json(), as: UTF8.self)
        #expect(try await client.get("/progress").body == today)
    }

    @Test("the page of progress shows each figure as a person of that language reads it")
    func progressPage() async throws {
        let client = try Demonstration.client.get()
        let english = try await client.get("/progress?on=2026-10-01", accept: "text/html", language: "en").body
        let french = try await client.get("/progress?on=2026-10-01", accept: "text/html", language: "fr").body
        // 0.301352, by Shapely and pyproj: see DemonstrationTests.
        #expect(english.contains("30.1\u{00A0}%") && french.contains("30,1\u{00A0}%"))
        #expect(english.contains("<html lang=\"en\">") && french.contains("<html lang=\"fr\">"))
        for indicator in Atlas.indicators {
            let label: HTML = "<h2>\(indicator.label.fr)</h2>"
            #expect(french.contains(label.source))
        }
    }

    @Test("text is escaped wherever it is shown")
    func escaping() async throws {
        let folder = TemporaryFolder()
        let evil = "<script>alert(\"&'1\")</script>"
        let atlas = try folder.atlas(name: evil)
        let quoted = evil.replacing("\"", with: "\\\"")
        let path = try folder.file(
            "outline.geojson",
            """
            {"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"\(quoted)","source":"\(quoted)"},
            "geometry":{"type":"Polygon","coordinates":[[[4.08,44.13],[4.09,44.13],[4.09,44.14],[4.08,44.14],[4.08,44.13]]]}}]}
            """)
        _ = try atlas.importCampuses(from: path, options: ImportOptions())
        let client = try Client(atlas)
        let id = try #require(try await client.features("/collections/campuses/items").first?["id"]?.string)
        for page in [
            "/", "/api", "/collections", "/collections/campuses", "/collections/campuses/items",
            "/collections/campuses/items/\(id)", "/progress", "/<script>", "/collections/<script>",
            "/?<script>=1", "/collections/campuses/items/<script>", "/collections/campuses/items?limit=<script>",
        ] {
            let reply = try await client.get(page, accept: "text/html")
            #expect(!reply.body.contains("<script"), "\(page)")
            #expect(reply.headers["content-type"] == "text/html; charset=utf-8")
            #expect(reply.headers["content-security-policy"]?.contains("default-src 'none'") == true)
        }
        #expect(
            try await client.get("/", accept: "text/html").body.contains(
                "&lt;script&gt;alert(&quot;&amp;&#39;1&quot;)&lt;/script&gt;"))
        #expect(try await client.json("/")["title"]?.string == evil)
    }

    @Test(
        "no page draws anything from elsewhere",
        arguments: ["/", "/collections", "/collections/surfaces/items", "/progress", "/api"])
    func nothingFromElsewhere(path: String) async throws {
        let page = try await Demonstration.client.get().get(path, accept: "text/html").body
        #expect(
            !page.contains("src=") && !page.contains("<script") && !page.contains("@import") && !page.contains("url("))
        for match in page.matches(of: /href="([^"]*)"/) {
            #expect(match.1.hasPrefix("http://atlas.test/"), "\(match.1)")
        }
    }

    @Test("pages are well formed: every element that opens closes")
    func wellFormed() async throws {
        let client = try Demonstration.client.get()
        for path in [
            "/", "/api", "/conformance", "/collections", "/collections/plants", "/collections/plants/items",
            "/progress",
        ] {
            let page = try await client.get(path, accept: "text/html").body
            var open: [Substring] = []
            for tag in page.matches(of: /<(\/?)([a-z0-9]+)[^>]*>/) where !["meta", "link"].contains(tag.2) {
                if tag.1.isEmpty { open.append(tag.2) } else { #expect(open.popLast() == tag.2, "\(path)") }
            }
            #expect(open.isEmpty)
        }
    }
}
