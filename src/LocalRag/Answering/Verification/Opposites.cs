namespace LocalRag.Answering.Verification;

/// <summary>Words that turn a sentence into its contrary when one is put for the other.</summary>
internal static class Opposites
{
    private static readonly Dictionary<string, string> Pairs = CreatePairs(
        """
        before after|first last|top bottom|start end|begin end|min max|minimum maximum|least most|more less|more fewer|higher lower|high low|
        increase decrease|increase reduce|larger smaller|longer shorter|faster slower|fast slow|fastest slowest|always never|include exclude|allow forbid|allow reject|
        accept reject|add remove|append prepend|open close|enable disable|keep drop|preserve discard|ignore load|required optional|public private|
        synchronous asynchronous|async sync|sensitive insensitive|ascending descending|succeed fail|success failure|valid invalid|safe unsafe|
        read write|input output|client server|left right|upper lower|uppercase lowercase|mutable immutable|present missing|above below|outer inner|
        concatenate replace|merge replace|throw return|same different|old new|oldest newest|legal illegal|inclusive exclusive
        """);

    private static readonly Dictionary<string, string> Truths = new(StringComparer.OrdinalIgnoreCase)
    {
        ["true"] = "true", ["enabled"] = "true", ["yes"] = "true",
        ["false"] = "false", ["disabled"] = "false",
    };

    /// <summary>The stems that are opposite to a stem.</summary>
    public static string[] Of(string stem) => Pairs.TryGetValue(stem, out var opposites) ? opposites.Split(' ') : [];

    /// <summary>True for "on" and "off", which mean truth values behind a verb of switching alone.</summary>
    public static string? SwitchOf(string word) => word switch { "on" => "true", "off" => "false", _ => null };

    /// <summary>True for the verbs of switching.</summary>
    public static bool IsSwitching(string stem) => stem is "turn" or "switch" or "stay" or "leav" or "keep" or "left" or "set";

    /// <summary>"true" or "false" for a word that means it, or null.</summary>
    public static string? TruthOf(string word) => Truths.GetValueOrDefault(word);

    private static Dictionary<string, string> CreatePairs(string pairs)
    {
        var opposites = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in pairs.Split('|'))
        {
            var words = pair.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            var (one, other) = (Stem.Of(words[0]), Stem.Of(words[1]));
            opposites[one] = opposites.TryGetValue(one, out var known) ? $"{known} {other}" : other;
            opposites[other] = opposites.TryGetValue(other, out known) ? $"{known} {one}" : one;
        }

        return opposites;
    }
}
