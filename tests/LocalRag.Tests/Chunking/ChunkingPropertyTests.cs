using FsCheck;
using FsCheck.Fluent;
using LocalRag.Chunking;
using LocalRag.Documents;

namespace LocalRag.Tests.Chunking;

/// <summary>Whatever a file holds, its chunks are its lines.</summary>
public sealed class ChunkingPropertyTests
{
    private static readonly string[] Fragments =
    [
        "class C", "{", "}", "(", ")", "<", ">", ";", ",", "\n", "\n", "\r\n", "\r", "\f", "\u2028", "\u0085", "😀", "\ud83d", " ", "    ", "\t",
        "int x", " = ", "1", "\"s\"", "\"\"\"", "@\"", "$\"{", "'c'", "// c", "/*", "*/", "/// <summary>é", "#if A", "#else", "#endif", "#region r", "#endregion",
        "namespace N", "using System", "record R(int A)", "enum E", "delegate void D()", "public", "static", "void M()", "=>", "get", "if (a)", "else", "for (;;)",
        "switch (a)", "case 1:", "return", "x => ", "new()", "[A]", "operator +", "this[int i]", "extension(int x)", "where T : class", "await", "event",
        "@code", "@functions", "@page \"/\"", "<p>", "</p>", "<Project>", "</Project>", "<ItemGroup>", "<Target Name=\"T\"", "/>", "<!--", "-->", "&", "Project(\"{}\") = \"P\"",
        "GlobalSection(A)", "EndGlobalSection", "averyveryveryveryverylongwordthatgoesonandonandonandonandonandonandonandonandonandonandonandonandonandonandonandonandonandonandon",
    ];

    private const string Real =
        """
        #region Licence
        // Copyright
        #endregion
        using System;
        namespace A.B
        {
            /// <summary>Stores.</summary>
            public abstract partial class Store<T> : IStore where T : class
            {
                private readonly List<T> _items = [];
                private int _count = 0, _other;

                public Store(int size) : base(size) { _count = size; }

                /// <inheritdoc/>
                public T? this[int index] { get => _items[index]; set { _items[index] = value!; } }

                [Obsolete]
                public async Task<int> CountAsync(CancellationToken ct)
                {
                    foreach (var item in _items)
                    {
                        switch (item)
                        {
                            case null:
                                continue;
                            default:
                                await Task.Delay(1, ct);
                                break;
                        }
                    }
        #if DEBUG
                    Console.WriteLine($"{_count} items");
        #else
                    Log("items");
        #endif
                    return Inner(1);
                    int Inner(int x) => x + 1;
                }

                private enum Kind { One, Two = 2, }
            }
        }
        """;

    private static readonly ChunkingOptions[] Sizes =
    [
        new(),
        new() { MaxTokens = 32, MinTokens = 10 },
        new() { MaxTokens = 60, MinTokens = 0 },
    ];

    [Theory]
    [InlineData("a.cs")]
    [InlineData("a.razor")]
    [InlineData("a.csproj")]
    [InlineData("a.sln")]
    public void The_chunks_of_any_text_are_its_lines(string path)
    {
        var texts = Gen.Elements(Fragments).ArrayOf().Select(string.Concat).Resize(150);
        Check.QuickThrowOnFailure(Prop.ForAll(texts.ToArbitrary(), text => Holds(path, text)));
    }

    [Theory]
    [InlineData("a.cs")]
    [InlineData("a.razor")]
    public void The_chunks_of_damaged_code_are_its_lines(string path)
    {
        var damages = Gen.Choose(0, Real.Length)
            .SelectMany(place => Gen.Choose(0, 60), (place, length) => (place, length))
            .SelectMany(_ => Gen.Elements(Fragments), (damage, fragment) => (damage.place, damage.length, fragment))
            .ArrayOf();
        Check.QuickThrowOnFailure(Prop.ForAll(damages.ToArbitrary(), changes =>
        {
            var text = path == "a.razor" ? $"@page \"/\"\n<p>x</p>\n@code {{\n{Real}\n}}\n<p/>\n" : Real;
            foreach (var (place, length, fragment) in changes)
            {
                var start = Math.Min(place, text.Length);
                text = text.Remove(start, Math.Min(length, text.Length - start)).Insert(start, fragment);
            }

            return Holds(path, text) && Holds(path, text.ReplaceLineEndings("\r\n")) && Holds(path, text.ReplaceLineEndings("\r"));
        }));
    }

    private static bool Holds(string path, string text)
    {
        foreach (var options in Sizes)
        {
            IChunker chunker = Languages.Of(path) switch
            {
                "csharp" => new CSharpChunker(options),
                "razor" => new RazorChunker(options),
                _ => new ProjectFileChunker(options),
            };
            var document = ChunkInvariants.Document(path, text);
            var chunked = chunker.ChunkAsync([document], CancellationToken.None).AsTask().GetAwaiter().GetResult();
            Assert.Null(ChunkInvariants.Violation(chunked[0], options));
        }

        return true;
    }
}
