using LocalRag.Answering;
using LocalRag.Documents;
using LocalRag.Models.Serving;

namespace LocalRag.Tests.Answering;

public sealed class ContextPackerTests
{
    private static readonly ServedTokenCounter Words = (texts, _) =>
        ValueTask.FromResult<IReadOnlyList<int>>([.. texts.Select(text => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length)]);

    [Fact]
    public async Task The_best_hits_that_fit_are_packed_in_the_order_of_their_places()
    {
        // Each block has its number and place besides its own words.
        var packed = await Pack(13, Hits.Of("b.md", "one two three"), Hits.Of("a.md", "one two three four five six seven eight"), Hits.Of("a.md", "one two", 30), Hits.Of("a.md", "one two", 9));
        Assert.Equal([("a.md", 9), ("a.md", 30), ("b.md", 1)], packed.Select(hit => (hit.Path, hit.Span.StartLine)));
    }

    [Fact]
    public async Task Other_ranks_of_the_same_hits_make_the_same_context()
    {
        var one = Hits.Of("a.md", "one");
        var two = Hits.Of("b.md", "two");
        Assert.Equal(await Pack(100, one, two), await Pack(100, two, one));
    }

    [Fact]
    public async Task A_best_hit_that_is_too_long_is_cut_behind_a_line_and_its_span_with_it()
    {
        var text = string.Join('\n', Enumerable.Range(1, 100).Select(line => $"word {line}"));
        var packed = Assert.Single(await Pack(50, Hits.Of("a.md", text, startLine: 11)));
        Assert.Equal(new SourceSpan(11, 11 + packed.Text.Count(character => character == '\n')), packed.Span);
        Assert.StartsWith(packed.Text, text, StringComparison.Ordinal);
        Assert.InRange(packed.Span.Length, 10, 25);
    }

    [Fact]
    public async Task Without_hits_there_is_nothing_to_pack() => Assert.Empty(await Pack(100));

    private static Task<IReadOnlyList<LocalRag.Retrieval.SearchHit>> Pack(int budget, params LocalRag.Retrieval.SearchHit[] hits) =>
        new ContextPacker(Words).PackAsync(hits, budget, most: 10, TestContext.Current.CancellationToken);
}
