using System.Buffers;

namespace LocalRag.Sources;

/// <summary>
/// Matches bytes against a pattern as git does (gitignore(5)): <c>*</c>, <c>?</c>, <c>[…]</c>, <c>\</c> and, between slashes, <c>**</c>.
/// The pattern runs as a set of states, never by backtracking: a hostile pattern costs its length for each byte and no more.
/// </summary>
internal sealed class WildcardPattern
{
    private readonly Step[] _head;
    private readonly Step[] _steps;
    private readonly Step[] _tail;
    private readonly byte[] _literal;
    private readonly bool _ignoreCase;

    private WildcardPattern(Step[] steps, bool ignoreCase)
    {
        // What stands before the first wildcard and after the last holds byte for byte: nearly every name is refused there, without states.
        var head = Array.FindIndex(steps, step => step.Kind != StepKind.Set) is >= 0 and var first ? first : steps.Length;
        var tail = head == steps.Length ? 0 : steps.Length - 1 - Array.FindLastIndex(steps, step => step.Kind != StepKind.Set);
        (_head, _steps, _tail) = (steps[..head], steps[head..^tail], steps[^tail..]);
        _literal = ignoreCase ? [] : LongestLiteral(_steps);
        _ignoreCase = ignoreCase;
    }

    private enum StepKind : byte
    {
        /// <summary>One byte of a set.</summary>
        Set,

        /// <summary>Any number of bytes but slashes.</summary>
        Star,

        /// <summary>Any number of bytes.</summary>
        DoubleStar,

        /// <summary>Nothing, or what the <see cref="FolderBytes"/> behind it matches.</summary>
        Folders,

        /// <summary>Any number of bytes and a slash.</summary>
        FolderBytes,

        /// <summary>Never matches: what a malformed pattern ends in.</summary>
        Never,
    }

    /// <param name="pattern">The bytes as written in the ignore file.</param>
    /// <param name="wholePath">True where slashes are matched by slashes alone; false for a pattern on bare names.</param>
    /// <param name="ignoreCase">True folds ASCII letters.</param>
    public static WildcardPattern Parse(ReadOnlySpan<byte> pattern, bool wholePath, bool ignoreCase)
    {
        var steps = new List<Step>(pattern.Length);
        for (var i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case (byte)'*':
                    var end = i;
                    while (end < pattern.Length && pattern[end] == '*') end++;
                    var atBoundary = i == 0 || pattern[i - 1] == '/';
                    var rest = pattern[end..];
                    var isDouble = end - i > 1 && atBoundary && (rest.IsEmpty || rest[0] == '/' || rest.StartsWith("\\/"u8));
                    if (isDouble && wholePath && !rest.IsEmpty && rest[0] == '/')
                    {
                        steps.Add(new Step(StepKind.Folders, ByteSet.Empty));
                        steps.Add(new Step(StepKind.FolderBytes, ByteSet.Empty));
                        i = end;
                        break;
                    }

                    steps.Add(new Step(isDouble || !wholePath ? StepKind.DoubleStar : StepKind.Star, ByteSet.Empty));
                    i = end - 1;
                    break;
                case (byte)'?':
                    steps.Add(new Step(StepKind.Set, wholePath ? ByteSet.AnyButSlash : ByteSet.Any));
                    break;
                case (byte)'[':
                    var length = ByteSet.Parse(pattern[i..], wholePath, ignoreCase, out var set);
                    if (length == 0) return new([.. steps, new Step(StepKind.Never, ByteSet.Empty)], ignoreCase);
                    steps.Add(new Step(StepKind.Set, set));
                    i += length - 1;
                    break;
                case (byte)'\\':
                    // An escaped capital never equals a folded byte: git's own answer where case is ignored.
                    if (++i == pattern.Length) return new([.. steps, new Step(StepKind.Never, ByteSet.Empty)], ignoreCase);
                    steps.Add(new Step(StepKind.Set, ByteSet.Of(pattern[i])));
                    break;
                default:
                    steps.Add(new Step(StepKind.Set, ByteSet.Of(ignoreCase ? Fold(pattern[i]) : pattern[i])));
                    break;
            }
        }

        return new([.. steps], ignoreCase);
    }

    public bool IsMatch(ReadOnlySpan<byte> text)
    {
        if (text.Length < _head.Length + _tail.Length || !Holds(_head, text) || !Holds(_tail, text[^_tail.Length..])) return false;
        text = text[_head.Length..^_tail.Length];
        if (_steps.Length == 0) return text.IsEmpty;
        if (text.IndexOf(_literal) < 0) return false;

        var count = _steps.Length + 1;
        var rented = count > 128 ? ArrayPool<bool>.Shared.Rent(2 * count) : null;
        Span<bool> states = rented is null ? stackalloc bool[2 * count] : rented.AsSpan(0, 2 * count);
        var now = states[..count];
        var next = states[count..];
        now.Clear();
        now[0] = true;
        var highest = Skip(now, 0);
        for (var i = 0; i < text.Length && highest >= 0; i++)
        {
            highest = Skip(next, Advance(Folded(text[i]), now, next, highest));
            var swap = now;
            now = next;
            next = swap;
        }

        var matched = highest == _steps.Length;
        if (rented is not null) ArrayPool<bool>.Shared.Return(rented);
        return matched;
    }

    /// <summary>False where no text that ends with this byte can match.</summary>
    public bool MayEndWith(byte last) => (_tail, _steps, _head) switch
    {
        ([.., var step], _, _) => step.Set.Contains(Folded(last)),
        (_, [], [.., var step]) => step.Set.Contains(Folded(last)),
        _ => true,
    };

    private static byte[] LongestLiteral(Step[] steps)
    {
        var (longest, run) = (new List<byte>(), new List<byte>());
        foreach (var step in steps)
        {
            if (step.Kind == StepKind.Set && step.Set.Single is { } value) run.Add(value);
            else run = [];
            if (run.Count > longest.Count) longest = run;
        }

        return [.. longest];
    }

    private bool Holds(Step[] steps, ReadOnlySpan<byte> text)
    {
        for (var i = 0; i < steps.Length; i++)
        {
            if (!steps[i].Set.Contains(Folded(text[i]))) return false;
        }

        return true;
    }

    private static byte Fold(byte value) => value is >= (byte)'A' and <= (byte)'Z' ? (byte)(value | 0x20) : value;

    private byte Folded(byte value) => _ignoreCase ? Fold(value) : value;

    // Both give the highest state that holds, or -1: most texts leave a pattern at its start, and no more of it need be looked at.
    private int Advance(byte value, ReadOnlySpan<bool> now, Span<bool> next, int highest)
    {
        next.Clear();
        var reached = -1;
        for (var state = 0; state <= highest && state < _steps.Length; state++)
        {
            if (!now[state]) continue;
            switch (_steps[state].Kind)
            {
                case StepKind.Set when _steps[state].Set.Contains(value):
                    next[reached = state + 1] = true;
                    break;
                case StepKind.Star when value != '/':
                case StepKind.DoubleStar:
                case StepKind.FolderBytes when value != '/':
                    next[state] = true;
                    reached = Math.Max(reached, state);
                    break;
                case StepKind.FolderBytes:
                    next[state] = next[reached = state + 1] = true;
                    break;
            }
        }

        return reached;
    }

    private int Skip(Span<bool> states, int highest)
    {
        for (var state = 0; state <= highest && state < _steps.Length; state++)
        {
            if (!states[state] || _steps[state].Kind is not (StepKind.Star or StepKind.DoubleStar or StepKind.Folders)) continue;
            var target = state + 1;
            states[target] = true;
            if (_steps[state].Kind is StepKind.Folders) states[++target] = true;
            highest = Math.Max(highest, target);
        }

        return highest;
    }

    private readonly record struct Step(StepKind Kind, ByteSet Set);
}
