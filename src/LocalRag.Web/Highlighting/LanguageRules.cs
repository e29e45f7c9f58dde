using System.Collections.Frozen;

namespace LocalRag.Web.Highlighting;

/// <summary>What a scanner must know of a language to colour it.</summary>
internal sealed record LanguageRules
{
    private const string CLike = "if else for while do switch case break continue return goto default const static struct enum union void int char float double long short unsigned signed bool true false null sizeof typedef extern volatile inline";
    private const string Script = "async await break case catch class const continue debugger default delete do else export extends false finally for from function if import in instanceof let new null of return static super switch this throw true try typeof undefined var void while with yield get set";

    private static readonly FrozenDictionary<string, LanguageRules> Table = Build();

    public required FrozenSet<string> Keywords { get; init; }

    /// <summary>What begins a comment that ends with the line.</summary>
    public string[] LineComments { get; init; } = [];

    public (string Open, string Close)? BlockComment { get; init; }

    /// <summary>What begins and ends a string; those of three characters span lines.</summary>
    public string[] Quotes { get; init; } = ["\"", "'"];

    /// <summary>Whether tags are coloured, as in HTML and XML.</summary>
    public bool Markup { get; init; }

    /// <summary>Whether a word in front of <c>:</c> or <c>=</c> is a key.</summary>
    public bool Keys { get; init; }

    /// <summary>Whether headings, fences and emphasis are coloured.</summary>
    public bool Markdown { get; init; }

    public bool IgnoreCase { get; init; }

    public static LanguageRules? Of(string language) => Table.GetValueOrDefault(language);

    private static FrozenDictionary<string, LanguageRules> Build()
    {
        var table = new Dictionary<string, LanguageRules>();
        void Add(string languages, LanguageRules rules)
        {
            foreach (var language in languages.Split(' ')) table[language] = rules;
        }

        Add("csharp", Slashes("abstract as base bool break byte case catch char class const continue decimal default delegate do double else enum event explicit extern false finally float for foreach if implicit in int interface internal is lock long namespace new null object operator out override params private protected public readonly record ref return sealed short static string struct switch this throw true try typeof uint ulong using var virtual void while yield async await"));
        Add("c cpp", Slashes(CLike + " auto class constexpr delete explicit final friend mutable namespace new noexcept nullptr operator override private protected public template this throw try catch typename using virtual #include #define #if #ifdef #ifndef #else #elif #endif #pragma"));
        Add("javascript", Slashes(Script) with { Quotes = ["`", "\"", "'"] });
        Add("typescript tsx", Slashes(Script + " abstract any as asserts boolean declare enum implements infer interface is keyof namespace never number object private protected public readonly satisfies string symbol type unknown") with { Quotes = ["`", "\"", "'"] });
        Add("vue svelte", new() { Keywords = Words(Script), Markup = true, BlockComment = ("<!--", "-->") });
        Add("java", Slashes("abstract assert boolean break byte case catch char class const continue default do double else enum extends false final finally float for if implements import instanceof int interface long native new null package permits private protected public record return sealed short static strictfp super switch synchronized this throw throws transient true try var void volatile while yield"));
        Add("kotlin", Slashes("abstract as break by class companion const continue constructor data do else enum false final for fun get if import in infix init inline interface internal is lateinit null object open operator out override package private protected public return sealed set super suspend this throw true try typealias val var when where while") with { Quotes = ["\"\"\"", "\"", "'"] });
        Add("scala", Slashes("abstract case catch class def do else enum extends extension false final finally for given if implicit import in lazy match new null object override package private protected return sealed super then this throw trait true try type using val var while with yield") with { Quotes = ["\"\"\"", "\"", "'"] });
        Add("swift", Slashes("as associatedtype async await break case catch class continue default defer do else enum extension false fileprivate final for func guard if import in init inout internal is let nil open operator override private protocol public repeat rethrows return self Self static struct subscript super switch throw throws true try typealias var where while") with { Quotes = ["\"\"\"", "\""] });
        Add("go", Slashes("break case chan const continue default defer else fallthrough for func go goto if import interface map package range return select struct switch type var nil true false iota string int int64 bool byte error any") with { Quotes = ["`", "\"", "'"] });
        Add("rust", Slashes("as async await break const continue crate dyn else enum extern false fn for if impl in let loop match mod move mut pub ref return self Self static struct super trait true type unsafe use where while str u8 u16 u32 u64 usize i8 i16 i32 i64 isize f32 f64 bool char") with { Quotes = ["\""] });
        Add("dart", Slashes("abstract as async await bool break case catch class const continue default do double dynamic else enum export extends extension external factory false final finally for get if implements import in int interface is late library mixin new null on operator part required return set static String super switch this throw true try typedef var void while with yield") with { Quotes = ["'''", "\"\"\"", "\"", "'"] });
        Add("php", Slashes("abstract and array as break case catch class clone const continue declare default do echo else elseif empty enum extends final finally fn for foreach function global if implements include instanceof interface isset list match namespace new null or print private protected public readonly require return static switch throw trait true false try use var while yield") with { LineComments = ["//", "#"] });
        Add("groovy solidity protobuf graphql", Slashes("abstract address as bool break bytes case catch class const constructor contract continue def default do else emit enum event extends external false final finally for function if implements import in input int interface internal mapping memory message modifier new null oneof optional package payable private public pure query fragment mutation subscription type union scalar schema repeated require reserved return returns rpc service static storage string struct super switch syntax this throw true try uint using view virtual void while"));
        Add("python", new() { Keywords = Words("and as assert async await break case class continue def del elif else except False finally for from global if import in is lambda match None nonlocal not or pass raise return self True try while with yield"), LineComments = ["#"], Quotes = ["\"\"\"", "'''", "\"", "'"] });
        Add("ruby elixir", new() { Keywords = Words("alias and begin break case class cond def defmodule defp do else elsif end ensure false fn for if in import module next nil not or private protected public raise redo require rescue retry return self super then true undef unless until use when while with yield"), LineComments = ["#"] });
        Add("bash dockerfile makefile", new() { Keywords = Words("case do done elif else esac export fi for function if in local readonly return select set then until while source echo cd exit FROM RUN COPY ADD CMD ENTRYPOINT ENV ARG WORKDIR EXPOSE USER VOLUME LABEL HEALTHCHECK AS ifeq ifneq endif include"), LineComments = ["#"] });
        Add("powershell", new() { Keywords = Words("begin break catch continue do else elseif end exit filter finally for foreach function if in param process return switch throw trap try until while"), LineComments = ["#"], BlockComment = ("<#", "#>"), IgnoreCase = true });
        Add("perl r nix hcl cmake", new() { Keywords = Words("and else elsif eq false for foreach function if in inherit last let library local my ne next not null or our output package provider rec repeat resource return rec set sub then true undef unless use variable while with NULL TRUE FALSE"), LineComments = ["#"] });
        Add("lua haskell", new() { Keywords = Words("and break case class data deriving do else elseif end false for function if import in instance let local module newtype nil not of or repeat return then true type until where while"), LineComments = ["--"] });
        Add("sql", new() { Keywords = Words("add all alter and as asc begin between by case check column commit constraint create cross database default delete desc distinct drop else end exists explain foreign from full function group having if in index inner insert into is join key left like limit not null on or order outer primary procedure references returning right rollback select set table then transaction trigger union unique update values view when where with without rowid integer text blob real varchar"), LineComments = ["--"], BlockComment = ("/*", "*/"), IgnoreCase = true });
        Add("fsharp", Slashes("abstract and as async begin class default do done downcast elif else end exception false finally for fun function if in inherit inline interface internal let match member module mutable namespace new null of open or override private public rec return static struct then to true try type use val when while with yield"));
        Add("visualbasic", new() { Keywords = Words("and as boolean byref byval case catch class const dim do each else elseif end enum event exit false finally for friend function get handles if implements imports in inherits integer interface is loop me module new next not nothing of on option or overrides private property protected public return select set shared string structure sub then throw to true try using while with"), LineComments = ["'"], Quotes = ["\""], IgnoreCase = true });
        Add("css", Slashes("important media import from to and not only charset keyframes supports font-face root") with { Keys = true, LineComments = [] });
        Add("html razor xml msbuild", new() { Keywords = Words("page using inject inherits implements code if else foreach for while switch case await var new return true false null public private protected async Task string int bool override"), Markup = true, BlockComment = ("<!--", "-->") });
        Add("json", new() { Keywords = Words("true false null"), LineComments = ["//"], Quotes = ["\""], Keys = true });
        Add("yaml toml ini", new() { Keywords = Words("true false null yes no on off"), LineComments = ["#", ";"], Quotes = ["\"\"\"", "\"", "'"], Keys = true });
        Add("solution", new() { Keywords = Words("Project EndProject Global EndGlobal GlobalSection EndGlobalSection"), LineComments = ["#"], Quotes = ["\""] });
        Add("markdown restructuredtext", new() { Keywords = Words(""), Quotes = [], Markdown = true, BlockComment = ("<!--", "-->") });
        return table.ToFrozenDictionary();
    }

    private static LanguageRules Slashes(string keywords) => new() { Keywords = Words(keywords), LineComments = ["//"], BlockComment = ("/*", "*/") };

    private static FrozenSet<string> Words(string words) => words.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
}
