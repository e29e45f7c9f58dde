namespace LocalRag.Cli.Output;

/// <summary>How a group of languages writes comments and strings, and which words it keeps for itself.</summary>
/// <remarks>Colour is decoration: one set of words a family is close enough, and a wrong guess costs nothing but a hue.</remarks>
internal sealed record LanguageFamily(string[] LineComments, string? BlockStart, string? BlockEnd, string Quotes, HashSet<string> Keywords)
{
    private static readonly LanguageFamily Braces = new(["//"], "/*", "*/", "\"'`", Words(
        """
        abstract as async await base bool break byte case catch char checked class const constructor continue decimal default defer delegate do
        double else enum event explicit export extends extern false final finally fixed float fn for foreach from func fun function get global go
        goto if impl implements implicit import in int interface internal is let lock long match mod mut namespace new nil null object open
        operator out override package params partial private protected pub public readonly record ref required return sbyte sealed self set short
        sizeof static string struct super switch this throw throws trait true try type typeof uint ulong undefined unsafe use ushort using val
        var virtual void volatile when where while with yield
        """));

    private static readonly LanguageFamily Hashes = new(["#"], null, null, "\"'", Words(
        """
        and as assert async await begin break case class continue def del do done elif else elsif end ensure esac except false False fi finally for
        from function global if import in is lambda local match module next nil None nonlocal not or pass raise require rescue return self then
        true True try unless until when while with yield
        """));

    private static readonly LanguageFamily Sql = new(["--"], "/*", "*/", "'\"", Words(
        """
        add alter and as asc begin between by case check commit create default delete desc distinct drop else end exists foreign from group having
        if in index inner insert integer into is join key left like limit not null on or order outer pragma primary references right rollback
        select set table text then trigger union unique update values view when where with without
        """));

    private static readonly LanguageFamily Markup = new([], "<!--", "-->", "\"", []);

    private static readonly LanguageFamily Prose = new([], null, null, "", []);

    /// <summary>The family of a language by its name; prose, which has no colours, for one that is not known.</summary>
    public static LanguageFamily Of(string language) => language switch
    {
        "csharp" or "typescript" or "tsx" or "javascript" or "go" or "java" or "rust" or "c" or "cpp" or "kotlin" or "php" or "swift" or "scala"
            or "css" or "json" or "razor" or "fsharp" or "dart" or "solidity" or "protobuf" or "groovy" => Braces,
        "python" or "ruby" or "bash" or "yaml" or "toml" or "dockerfile" or "makefile" or "cmake" or "perl" or "r" or "elixir" or "powershell"
            or "hcl" or "nix" or "graphql" => Hashes,
        "sql" or "lua" or "haskell" => Sql,
        "html" or "xml" or "msbuild" or "vue" or "svelte" => Markup,
        _ => Prose,
    };

    /// <summary>True where the case of a keyword does not count.</summary>
    public bool IgnoresCase => this == Sql;

    private static HashSet<string> Words(string words) => [.. words.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)];
}
