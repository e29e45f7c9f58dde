using System.Buffers;

namespace LocalRag.Sources;

/// <summary>What is left out by what it holds.</summary>
internal static class ContentRules
{
    public const string Pointer = "a Git LFS pointer, not the file";

    private const int SniffBytes = 8000;
    private const int HeadBytes = 2000;
    private const int MinifiedLineBytes = 5000;
    private const int MinifiedAverageBytes = 500;
    private const int KeyBytes = 40;

    /// <summary>Real tokens are random; <c>xxxxxxxx</c> and <c>0123456789</c> repeated are not.</summary>
    private const int MinDistinct = 12;

    private static readonly SearchValues<byte> TokenBytes = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"u8);

    /// <summary>What a token begins with, and how many bytes follow at least.</summary>
    private static readonly (byte[] Prefix, int Length)[] TokenForms =
    [
        ("ghp_"u8.ToArray(), 36), ("gho_"u8.ToArray(), 36), ("ghs_"u8.ToArray(), 36), ("github_pat_"u8.ToArray(), 60), ("glpat-"u8.ToArray(), 20), 
        ("AKIA"u8.ToArray(), 16), ("xoxb-"u8.ToArray(), 40), ("xoxp-"u8.ToArray(), 40), ("sk_live_"u8.ToArray(), 24), ("npm_"u8.ToArray(), 36),
    ];

    private static ReadOnlySpan<byte> CommentStarts => "/#*<-;\"'%"u8;

    /// <summary>Gives why content is left out; null where it is not.</summary>
    /// <param name="content">The bytes of the file, at most what the size limit lets through.</param>
    /// <param name="language">A name of <c>Languages</c>.</param>
    public static string? Of(ReadOnlySpan<byte> content, string language)
    {
        if (!TextDecoding.HasUtf16Mark(content) && IsBinary(content)) return NameRules.Binary;
        if (content.StartsWith("version https://git-lfs.github.com/spec/"u8)) return Pointer;
        if (HoldsPrivateKey(content) || HoldsToken(content)) return NameRules.Secret;
        if (IsGenerated(content)) return NameRules.Generated;
        return language is "javascript" or "css" or "json" or "html" && IsMinified(content) ? NameRules.Minified : null;
    }

    // A zero byte near the start is what git goes by as well; a few control characters beside it tell the rest of the formats.
    private static bool IsBinary(ReadOnlySpan<byte> content)
    {
        var head = content[..Math.Min(content.Length, SniffBytes)];
        if (head.Contains((byte)0) || head.StartsWith("%PDF-"u8)) return true;
        var controls = 0;
        foreach (var value in head)
        {
            if (value < 32 && value is not ((byte)'\t' or (byte)'\n' or (byte)'\r' or (byte)'\f' or 27)) controls++;
        }

        return controls * 20 > head.Length;
    }

    // The words alone are no secret (code that handles keys has them); the base64 behind them is.
    private static bool HoldsPrivateKey(ReadOnlySpan<byte> content)
    {
        while (content.IndexOf("-----BEGIN "u8) is var start and >= 0)
        {
            content = content[(start + 11)..];
            var end = content[..Math.Min(content.Length, 60)].IndexOf("-----"u8);
            if (end < 0 || content[..end].IndexOf("PRIVATE KEY"u8) < 0) continue;
            var run = 0;
            foreach (var value in content.Slice(end + 5, Math.Min(content.Length - end - 5, 600)))
            {
                run = char.IsAsciiLetterOrDigit((char)value) || value is (byte)'+' or (byte)'/' or (byte)'=' ? run + 1 : 0;
                if (run == KeyBytes) return true;
            }
        }

        return false;
    }

    // Tokens whose issuers gave them a form of their own, so that they are known where they stand.
    // Examples in documentation are cut short, masked or named so, and are kept.
    private static bool HoldsToken(ReadOnlySpan<byte> content)
    {
        foreach (var (prefix, length) in TokenForms)
        {
            for (var rest = content; rest.IndexOf(prefix) is var start and >= 0; rest = rest[(start + prefix.Length)..])
            {
                if (start > 0 && IsTokenByte(rest[start - 1])) continue;
                var token = rest.Slice(start + prefix.Length, Math.Min(rest.Length - start - prefix.Length, 256));
                var end = token.IndexOfAnyExcept(TokenBytes);
                token = end < 0 ? token : token[..end];
                // Amazon's have one length and no small letter; longer runs are base64 of something else.
                if (prefix.AsSpan().SequenceEqual("AKIA"u8) && (token.Length != length || token.ContainsAnyInRange((byte)'a', (byte)'z'))) continue;
                if (token.Length >= length && Distinct(token) >= MinDistinct && token.IndexOf("EXAMPLE"u8) < 0 && token.IndexOf("example"u8) < 0) return true;
            }
        }

        return false;
    }

    private static bool IsTokenByte(byte value) => TokenBytes.Contains(value);

    private static int Distinct(ReadOnlySpan<byte> token)
    {
        Span<bool> seen = stackalloc bool[256];
        var count = 0;
        foreach (var value in token)
        {
            if (!seen[value]) count++;
            seen[value] = true;
        }

        return count;
    }

    // The marks count in a comment at the top alone, so that code which writes or looks for them is kept.
    private static bool IsGenerated(ReadOnlySpan<byte> content)
    {
        var head = content[..Math.Min(content.Length, HeadBytes)];
        if (head.IndexOf("generated"u8) < 0 && head.IndexOf("GENERATED"u8) < 0) return false;
        foreach (var range in head.Split((byte)'\n'))
        {
            var line = head[range].Trim(" \t\r\uFEFF"u8);
            if (line.IsEmpty) continue;
            if (!CommentStarts.Contains(line[0])) return false;
            if (line.IndexOf("<auto-generated"u8) >= 0 || line.IndexOf("<autogenerated"u8) >= 0 || line.IndexOf("@generated"u8) >= 0 ||
                ((line.IndexOf("generated"u8) >= 0 || line.IndexOf("GENERATED"u8) >= 0) && line.IndexOf("DO NOT EDIT"u8) >= 0)) return true;
        }

        return false;
    }

    private static bool IsMinified(ReadOnlySpan<byte> content)
    {
        var lines = 1 + content.Count((byte)'\n');
        if (content.Length / lines < MinifiedAverageBytes) return false;
        for (var rest = content; !rest.IsEmpty;)
        {
            var end = rest.IndexOf((byte)'\n');
            if ((end < 0 ? rest.Length : end) >= MinifiedLineBytes) return true;
            rest = end < 0 ? [] : rest[(end + 1)..];
        }

        return false;
    }
}
