using System.Net;
using System.Text.RegularExpressions;
using LocalRag.Documents;
using LocalRag.Web.Highlighting;

namespace LocalRag.Web.Tests.Highlighting;

public sealed partial class SyntaxHighlighterTests
{
    private const string Code = "using System;\n/// <summary>A & B</summary>\npublic class A\n{\n    string s = $\"x {1 + 2} y\"; // note\n    int n = 0x1F;\n    void Run() => Console.WriteLine(\"<b>\");\n#if DEBUG\n#endif\n}\n";

    public static TheoryData<string> AllLanguages => [.. Languages.All];

    [Theory]
    [MemberData(nameof(AllLanguages))]
    public void Colours_change_no_character_of_any_line(string language)
    {
        foreach (var text in (string[])[Code, "", "a", "\r\nx\r\n", "\"unclosed\n'also", "/* unclosed", "<tag a='b'>text</tag>\n<!-- c", "key: value # note\n- \"x\"", "日本語 = \"文字\" # 注", "# Heading\n```\ncode\n```\n> quote `code`\n"])
        {
            var lines = SyntaxHighlighter.Highlight(text, language, WordMarks.Find(text, "console value class"));
            var map = new LineMap(text);
            Assert.Equal(map.Count, lines.Count);
            for (var line = 1; line <= map.Count; line++) Assert.Equal(map[line].ToString(), WebUtility.HtmlDecode(Tags().Replace(lines[line - 1], "")));
        }
    }

    [Fact]
    public void CSharp_is_coloured_by_what_it_is()
    {
        var lines = SyntaxHighlighter.Highlight(Code, "csharp");
        Assert.StartsWith("<span class=\"k\">using</span>", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("<span class=\"c\">", lines[1], StringComparison.Ordinal);
        Assert.Contains("<span class=\"s\">$&quot;x", lines[4], StringComparison.Ordinal);
        Assert.Contains("<span class=\"c\">// note</span>", lines[4], StringComparison.Ordinal);
        Assert.Contains("<span class=\"n\">0x1F</span>", lines[5], StringComparison.Ordinal);
        Assert.Contains("<span class=\"f\">WriteLine</span>", lines[6], StringComparison.Ordinal);
        Assert.Contains("<span class=\"p\">#if DEBUG", lines[7], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("csharp", "$\"{")]
    [InlineData("csharp", "L<")]
    [InlineData("csharp", "\"")]
    [InlineData("javascript", "`${")]
    [InlineData("python", "\"\"\"")]
    [InlineData("html", "<a ")]
    [InlineData("json", "\"a")]
    [InlineData("markdown", "` ")]
    public void A_megabyte_made_to_stall_a_scanner_is_coloured_within_seconds(string language, string part)
    {
        var text = string.Concat(Enumerable.Repeat(part, 1_000_000 / part.Length));
        var began = System.Diagnostics.Stopwatch.GetTimestamp();
        SyntaxHighlighter.Highlight(text, language);
        Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(8), $"{System.Diagnostics.Stopwatch.GetElapsedTime(began)}");
    }

    [GeneratedRegex("</?(span|mark)[^>]*>")]
    private static partial Regex Tags();
}
