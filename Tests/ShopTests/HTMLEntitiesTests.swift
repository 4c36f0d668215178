import Testing

@testable import Shop

@Suite("HTML entities") struct HTMLEntitiesTests {
    @Test(
        "entities are decoded as PHP does with ENT_QUOTES | ENT_HTML401",
        arguments: [
            ("&laquo;Без лука&raquo;", "«Без лука»"), ("a &lt; b &amp;&amp; c &gt; d", "a < b && c > d"),
            ("&quot;x&quot; &#039;y&#39;", "\"x\" 'y'"), ("&#1055;&#x438;&#X446;", "Пиц"), ("&thetasym;", "ϑ"),
            ("&Dagger;&dagger;", "‡†"), ("&nbsp;", "\u{A0}"), ("&#10;&#9;", "\n\t"), ("&#x1F355;", "🍕"),
            // The result is not decoded again.
            ("&amp;lt;", "&lt;"), ("&&amp;;", "&&;"),
        ])
    func decoded(text: String, plain: String) {
        #expect(HTMLEntities.decode(text) == plain)
    }

    @Test(
        "text that is not an entity in HTML 4.01 stays as it is",
        arguments: [
            "", "&", "Tom & Jerry; Co", "&nosuch;", "&LAQUO;", "&laquo", "&;", "&#;", "&#x;", "&#xZZ;", "&apos;",
            "&#0;", "&#8;", "&#127;", "&#150;", "&#xD800;", "&#x110000;", "&#99999999999;", "&#+65;", "&#x+41;",
            "&#-1;",
        ])
    func kept(text: String) {
        #expect(HTMLEntities.decode(text) == text)
    }
}
