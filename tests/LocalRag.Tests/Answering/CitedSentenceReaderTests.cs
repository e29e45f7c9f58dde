using LocalRag.Answering;
using LocalRag.Documents;

namespace LocalRag.Tests.Answering;

public sealed class CitedSentenceReaderTests
{
    [Theory]
    [InlineData("Tokens expire (src/Token.cs:10-24).", "src/Token.cs", 10, 24)]
    [InlineData("Tokens expire. [`src/Token.cs:7`]", "src/Token.cs", 7, 7)]
    [InlineData("Tokens expire, says src/Token.cs#L3-L9.", "src/Token.cs", 3, 9)]
    [InlineData("- Tokens expire (Token.cs:3–9)", "Token.cs", 3, 9)]
    [InlineData("Tokens expire (.github/workflows/ci.yml:12).", ".github/workflows/ci.yml", 12, 12)]
    public void A_sentence_has_the_places_within_it_and_behind_it(string text, string path, int from, int to)
    {
        var sentence = Assert.Single(CitedSentenceReader.Read(text));
        Assert.Equal(new SourcePlace(path, new SourceSpan(from, to)), Assert.Single(sentence.Places));
        Assert.StartsWith("Tokens expire", sentence.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Token.cs", sentence.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_sentence_of_a_paragraph_has_its_own_places_and_line()
    {
        var sentences = CitedSentenceReader.Read("# Report\n\nNothing is cited here. Loans end after\n28 days (a.cs:1). Holds do not. (b.cs:2, c.cs:3-4)\n").ToList();
        Assert.Equal([(3, 1), (4, 2)], sentences.Select(sentence => (sentence.Line, sentence.Places.Count)));
        Assert.Equal("Loans end after 28 days.", sentences[0].Text);
    }

    [Theory]
    [InlineData("It starts at 10:30 and ends at 11:45.")]
    [InlineData("Open http://localhost:5210 in a browser.")]
    [InlineData("```\nTokens expire (src/Token.cs:10).\n```")]
    [InlineData("See src/Token.cs for more.")]
    [InlineData("Backwards (src/Token.cs:24-10).")]
    public void What_is_no_citation_is_none(string text) => Assert.Empty(CitedSentenceReader.Read(text));

    [Fact]
    public void A_long_text_of_brackets_takes_no_time_to_speak_of()
    {
        // Each unmatched bracket could begin a citation: patterns that go back would not end.
        var text = string.Concat(Enumerable.Repeat("a. (", 20_000)) + string.Concat(Enumerable.Repeat("a/", 20_000));
        Assert.Empty(CitedSentenceReader.Read(text));
    }
}
