using System.Numerics;

namespace LocalRag.Sources;

/// <summary>A set of bytes: what one place of a <see cref="WildcardPattern"/> lets through.</summary>
internal readonly record struct ByteSet(ulong A, ulong B, ulong C, ulong D)
{
    private const ulong SlashBit = 1UL << '/';

    public static ByteSet Empty { get; }

    public static ByteSet Any { get; } = Empty.Inverted();

    public static ByteSet AnyButSlash { get; } = Any with { A = Any.A & ~SlashBit };

    /// <summary>The only byte of the set; null where it has none or several.</summary>
    public byte? Single => BitOperations.PopCount(A) + BitOperations.PopCount(B) + BitOperations.PopCount(C) + BitOperations.PopCount(D) != 1
        ? null
        : (byte)((A, B, C) switch
        {
            (not 0, _, _) => BitOperations.TrailingZeroCount(A),
            (_, not 0, _) => 64 + BitOperations.TrailingZeroCount(B),
            (_, _, not 0) => 128 + BitOperations.TrailingZeroCount(C),
            _ => 192 + BitOperations.TrailingZeroCount(D),
        });

    public static ByteSet Of(byte value) => Empty.With(value);

    public bool Contains(byte value) => ((value >> 6) switch { 0 => A, 1 => B, 2 => C, _ => D } >> (value & 63) & 1) != 0;

    /// <summary>Reads a bracket expression at the start of a pattern.</summary>
    /// <returns>The number of bytes read; 0 where the expression is malformed, which git takes for "matches nothing".</returns>
    public static int Parse(ReadOnlySpan<byte> pattern, bool withoutSlash, bool ignoreCase, out ByteSet set)
    {
        set = Empty;
        var i = 1;
        var negated = i < pattern.Length && pattern[i] is (byte)'!' or (byte)'^';
        if (negated) i++;
        int previous = -1;
        for (var first = true; ; first = false, i++)
        {
            if (i >= pattern.Length) return 0;
            var value = pattern[i];
            if (value == ']' && !first) break;
            if (value == '-' && previous >= 0 && i + 1 < pattern.Length && pattern[i + 1] != ']')
            {
                var last = pattern[++i];
                if (last == '\\')
                {
                    if (++i >= pattern.Length) return 0;
                    last = pattern[i];
                }

                for (var member = previous; member <= last; member++)
                {
                    set = set.With((byte)member);
                    if (ignoreCase && member is >= 'A' and <= 'Z') set = set.With((byte)(member | 0x20));
                }

                previous = -1;
            }
            else if (value == '[' && i + 1 < pattern.Length && pattern[i + 1] == ':')
            {
                var close = pattern[(i + 2)..].IndexOf((byte)']');
                if (close < 0) return 0;
                if (close == 0 || pattern[i + 1 + close] != ':')
                {
                    set = set.With(value);
                    previous = value;
                    continue;
                }

                if (!TryAddClass(pattern.Slice(i + 2, close - 1), ignoreCase, ref set)) return 0;
                i += 2 + close;
                previous = -1;
            }
            else
            {
                if (value == '\\')
                {
                    if (++i >= pattern.Length) return 0;
                    value = pattern[i];
                }

                set = set.With(value);
                previous = value;
            }
        }

        if (negated) set = set.Inverted();
        if (withoutSlash) set = set with { A = set.A & ~SlashBit };
        return i + 1;
    }

    private static bool TryAddClass(ReadOnlySpan<byte> name, bool ignoreCase, ref ByteSet set)
    {
        Func<char, bool>? contains = name switch
        {
            _ when name.SequenceEqual("alnum"u8) => char.IsAsciiLetterOrDigit,
            _ when name.SequenceEqual("alpha"u8) => char.IsAsciiLetter,
            _ when name.SequenceEqual("blank"u8) => static c => c is ' ' or '\t',
            _ when name.SequenceEqual("cntrl"u8) => static c => c is < ' ' or '\x7f',
            _ when name.SequenceEqual("digit"u8) => char.IsAsciiDigit,
            _ when name.SequenceEqual("graph"u8) => static c => c is > ' ' and < '\x7f',
            _ when name.SequenceEqual("lower"u8) => char.IsAsciiLetterLower,
            _ when name.SequenceEqual("print"u8) => static c => c is >= ' ' and < '\x7f',
            _ when name.SequenceEqual("punct"u8) => static c => c is > ' ' and < '\x7f' && !char.IsAsciiLetterOrDigit(c),
            _ when name.SequenceEqual("space"u8) => static c => c is ' ' or (>= '\t' and <= '\r'),
            _ when name.SequenceEqual("upper"u8) => ignoreCase ? char.IsAsciiLetter : char.IsAsciiLetterUpper,
            _ when name.SequenceEqual("xdigit"u8) => char.IsAsciiHexDigit,
            _ => null,
        };
        if (contains is null) return false;
        for (var value = 0; value < 128; value++)
        {
            if (contains((char)value)) set = set.With((byte)value);
        }

        return true;
    }

    private ByteSet Inverted() => new(~A, ~B, ~C, ~D);

    private ByteSet With(byte value)
    {
        var bit = 1UL << (value & 63);
        return (value >> 6) switch
        {
            0 => this with { A = A | bit },
            1 => this with { B = B | bit },
            2 => this with { C = C | bit },
            _ => this with { D = D | bit },
        };
    }
}
