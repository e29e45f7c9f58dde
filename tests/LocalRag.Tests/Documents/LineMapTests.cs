using FsCheck;
using FsCheck.Fluent;
using LocalRag.Documents;

namespace LocalRag.Tests.Documents;

public sealed class LineMapTests
{
    [Theory]
    [InlineData("", 1)]
    [InlineData("a", 1)]
    [InlineData("a\n", 1)]
    [InlineData("a\nb", 2)]
    [InlineData("a\r\nb\rc\n\nd", 5)]
    [InlineData("\n", 1)]
    [InlineData("a\u2028b", 1)]
    public void Counts_lines_as_editors_do(string text, int lines) => Assert.Equal(lines, new LineMap(text).Count);

    [Fact]
    public void Slices_whole_lines_without_the_last_line_end()
    {
        var map = new LineMap("one\r\ntwo\r\n\r\nfour\r\n");
        Assert.Equal("two\r\n\r\nfour", map.Slice(new SourceSpan(2, 4)));
        Assert.True(map.IsBlank(3));
        Assert.Equal("two", map[2].ToString());
    }

    [Fact]
    public void Every_offset_lies_in_the_line_that_is_said_to_hold_it()
    {
        var texts = Gen.Elements('a', '\n', '\r', ' ').ArrayOf().Select(characters => new string(characters));
        Prop.ForAll(texts.ToArbitrary(), text =>
        {
            var map = new LineMap(text);
            return Enumerable.Range(0, text.Length).All(offset =>
            {
                var line = map.LineAt(offset);
                var end = line < map.Count ? map.StartOf(line + 1) : text.Length;
                return map.StartOf(line) <= offset && offset < end && map.EndOf(line) <= end;
            });
        }).QuickCheckThrowOnFailure();
    }
}
