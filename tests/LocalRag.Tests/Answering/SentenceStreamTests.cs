using FsCheck;
using FsCheck.Fluent;
using LocalRag.Answering;

namespace LocalRag.Tests.Answering;

public sealed class SentenceStreamTests
{
    private const string Mixed = "# Tax\n\nIt is 19% [1]. Call `Total()` first. [2][3] See e.g. the docs, v1.2 of them.\n\n- One item [1]\n- Two items. Really!\n\n```cs\nvar x = args[1]. Y;\n```\nLast one";

    [Theory]
    [InlineData("It is 19% [1]. It is due [2].", "It is 19%.=1|It is due.=2")]
    [InlineData("It is 19%. [1] It is due. [2][3]", "It is 19%.=1|It is due.=2,3")]
    [InlineData("See e.g. the docs v1.2 of it [1].", "See e.g. the docs v1.2 of it.=1")]
    [InlineData("- One [1]\n- Two [2]", "- One=1|- Two=2")]
    [InlineData("それは税です。[1] それは何ですか？", "それは税です。=1|それは何ですか？=")]
    [InlineData("It says \"no.\" Then yes [1].", "It says \"no.\"=|Then yes.=1")]
    [InlineData("```\nvar x = 1. Y\n```\nDone [1].", "Done.=1")]
    [InlineData("---\n\n42.", "")]
    public void Sentences_come_with_their_citations(string text, string expected) =>
        Assert.Equal(expected, string.Join('|', Read(text, text.Length).OfType<SentenceStream.Piece.Ended>().Select(sentence => $"{sentence.Text}={string.Join(',', sentence.Numbers)}")));

    [Fact]
    public void What_is_shown_is_the_text_however_it_is_cut()
    {
        var whole = Read(Mixed, Mixed.Length).ToList();
        Prop.ForAll(Gen.Choose(1, 12).ToArbitrary(), step =>
        {
            var cut = Read(Mixed, step).ToList();
            Assert.Equal(Mixed, string.Concat(cut.OfType<SentenceStream.Piece.Shown>().Select(piece => piece.Text)));
            Assert.Equal(whole.OfType<SentenceStream.Piece.Ended>().Select(Show), cut.OfType<SentenceStream.Piece.Ended>().Select(Show));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_sentence_ends_before_the_white_space_behind_it_is_shown()
    {
        var pieces = Read("One thing. Another.", 100).ToList();
        var end = pieces.FindIndex(piece => piece is SentenceStream.Piece.Ended);
        Assert.Equal("One thing.", string.Concat(pieces.Take(end).OfType<SentenceStream.Piece.Shown>().Select(piece => piece.Text)));
    }

    private static string Show(SentenceStream.Piece.Ended sentence) => $"{sentence.Text}={string.Join(',', sentence.Numbers)}";

    private static IEnumerable<SentenceStream.Piece> Read(string text, int step)
    {
        var stream = new SentenceStream();
        for (var place = 0; place < text.Length; place += step)
            foreach (var piece in stream.Push(text.Substring(place, Math.Min(step, text.Length - place)))) yield return piece;
        foreach (var piece in stream.Complete()) yield return piece;
    }
}
