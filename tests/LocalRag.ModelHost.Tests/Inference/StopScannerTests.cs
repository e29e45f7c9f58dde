using FsCheck;
using FsCheck.Fluent;
using LocalRag.ModelHost.Inference;

namespace LocalRag.ModelHost.Tests.Inference;

public sealed class StopScannerTests
{
    [Fact]
    public void However_a_text_is_cut_it_ends_before_the_first_stop_string()
    {
        var texts = Gen.Elements('a', 'b', 'c').ArrayOf().Select(letters => new string(letters));
        var cuts = Gen.Choose(1, 4).ArrayOf(40);
        Prop.ForAll(texts.Zip(cuts).ToArbitrary(), input =>
        {
            var (text, lengths) = input;
            var scanner = new StopScanner(["abc", "bb"]);
            var shown = "";
            var at = 0;
            for (var i = 0; at < text.Length; i++)
            {
                var length = Math.Min(lengths[i % lengths.Length], text.Length - at);
                shown += scanner.Add(text.Substring(at, length));
                at += length;
            }

            if (!scanner.Stopped)
                shown += scanner.End();
            var stop = new[] { text.IndexOf("abc", StringComparison.Ordinal), text.IndexOf("bb", StringComparison.Ordinal) }.Where(index => index >= 0).DefaultIfEmpty(-1).Min();

            // Where two stop strings overlap, the one that is complete first ends the text.
            var expected = Enumerable.Range(0, text.Length + 1).Select(length => text[..length]).FirstOrDefault(start => start.EndsWith("abc", StringComparison.Ordinal) || start.EndsWith("bb", StringComparison.Ordinal));
            return stop < 0 ? shown == text && !scanner.Stopped : scanner.Stopped && text.StartsWith(shown, StringComparison.Ordinal) && shown.Length <= expected!.Length - 2 && !shown.Contains("abc", StringComparison.Ordinal) && !shown.Contains("bb", StringComparison.Ordinal);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void What_may_become_a_stop_string_is_held_back_and_shown_when_it_does_not()
    {
        var scanner = new StopScanner(["\n\nUser:"]);
        Assert.Equal("Hello", scanner.Add("Hello\n\nUs"));
        Assert.Equal("\n\nUsual", scanner.Add("ual"));
        Assert.Equal("", scanner.Add("\n"));
        Assert.Equal("\n", scanner.End());
    }
}
