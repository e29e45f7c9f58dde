using System.Text;
using LocalRag.ModelHost.Inference;

namespace LocalRag.ModelHost.Tests.Inference;

public sealed class Utf8PiecesTests
{
    [Fact]
    public void A_character_of_many_tokens_comes_out_whole()
    {
        const string Text = "日本語 🦙 é";
        var pieces = new Utf8Pieces();
        var shown = Encoding.UTF8.GetBytes(Text).Select(value => pieces.Add([value])).ToList();
        Assert.Equal(Text, string.Concat(shown));
        Assert.DoesNotContain(shown, piece => piece.Contains('\uFFFD', StringComparison.Ordinal) || piece is [var single] && char.IsSurrogate(single));
        Assert.Equal("", pieces.End());
    }

    [Fact]
    public void Half_a_character_at_the_end_is_marked()
    {
        var pieces = new Utf8Pieces();
        Assert.Equal("", pieces.Add([0xE6, 0x97]));
        Assert.Equal("\uFFFD", pieces.End());
    }
}
