using System.Text.RegularExpressions;

namespace LocalRag.Answering.Verification;

/// <summary>
/// A text taken apart for comparison: words in clauses, sentences and lines, the outline of the lines, and anchors. The same
/// for a sentence and for the text that it cites.
/// </summary>
internal sealed partial class Passage
{
    private readonly int[] _lines;
    private readonly int[] _sentences;
    private readonly int[] _clauses;

    public Passage(string text)
    {
        Text = text;
        Lines = text.Split('\n');
        _lines = new int[Lines.Length];
        for (var i = 1; i < Lines.Length; i++) _lines[i] = _lines[i - 1] + Lines[i - 1].Length + 1;
        (_sentences, _clauses) = FindBounds(text);
        Words = [.. WordPattern().Matches(text).Select(match => new Word(match.Value, Stem.Of(match.Value), match.Index, LineAt(match.Index), SentenceAt(match.Index), ClauseAt(match.Index)))];
        Outline = new Outline(Lines);
        Anchors = AnchorReader.Read(this);
    }

    public string Text { get; }

    public string[] Lines { get; }

    public List<Word> Words { get; }

    public List<Anchor> Anchors { get; }

    public Outline Outline { get; }

    public int LineAt(int offset) => LastNotAfter(_lines, offset);

    public int SentenceAt(int offset) => LastNotAfter(_sentences, offset);

    public int ClauseAt(int offset) => LastNotAfter(_clauses, offset);

    /// <summary>The text of the lines from one up to, not including, another.</summary>
    public ReadOnlySpan<char> TextOfLines(int from, int to) => Text.AsSpan(_lines[from]..(to < Lines.Length ? _lines[to] : Text.Length));

    private static int LastNotAfter(int[] starts, int offset)
    {
        var index = Array.BinarySearch(starts, offset);
        return index >= 0 ? index : ~index - 1;
    }

    private static (int[] Sentences, int[] Clauses) FindBounds(string text)
    {
        List<int> sentences = [0], clauses = [0];
        foreach (Match match in BoundPattern().Matches(text))
        {
            var isJoint = match.Groups["joint"].Success;
            clauses.Add(isJoint ? match.Index : match.Index + match.Length);
            if (!isJoint && !match.Groups["pause"].Success) sentences.Add(match.Index + match.Length);
        }

        return ([.. sentences], [.. clauses]);
    }

    [GeneratedRegex(@"(?<stop>[.!?](?=\s|$)|[\n\r]+)|(?<pause>[;:,](?=\s)|\s[–—-]\s|(?<!\s)\(|[){}])|(?<joint>\b(?:and|but|or|while|whereas|although|because|so that|which|if|unless|when|until|instead of|rather than)\b)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex BoundPattern();

    /// <summary>Identifiers fall into their parts.</summary>
    [GeneratedRegex(@"\p{Lu}+(?=\p{Lu}\p{Ll})|\p{Lu}?[\p{Ll}]+(?:['’](?:t|s|re|ve|ll|d)\b)?|\p{Lu}+|\p{Lo}+|\d+", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex WordPattern();
}
