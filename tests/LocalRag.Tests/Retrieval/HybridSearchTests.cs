using FsCheck;
using FsCheck.Fluent;
using LocalRag.Documents;
using LocalRag.Retrieval;

namespace LocalRag.Tests.Retrieval;

public sealed class HybridSearchTests
{
    /// <summary>A part says the score after it, so the parts of a hit lead from nothing to its score without a gap.</summary>
    [Theory]
    [InlineData("how does the walrus sleep")]
    [InlineData("Walrus.SleepOnIce")]
    [InlineData("where is SleepOnIce tested")]
    [InlineData("keeper food")]
    public void The_parts_of_a_score_add_up_to_it(string query)
    {
        using var index = Zoo();
        var hits = index.Search(query);
        Assert.NotEmpty(hits);
        foreach (var hit in hits)
        {
            var parts = hit.Explanation!.Parts;
            Assert.Equal(hit.Score, parts[^1].Score);
            Assert.All(parts, part => Assert.NotEmpty(part.Step));
            var score = 0.0;
            foreach (var part in parts)
            {
                // What multiplies names its factor; what adds does not.
                if (part.Detail.StartsWith('×')) Assert.Equal(score * double.Parse(part.Detail[1..], System.Globalization.CultureInfo.CurrentCulture), part.Score, 9);
                else Assert.True(part.Score > score, $"{part} adds nothing to {score}");
                score = part.Score;
            }
        }

        Assert.Equal(hits.Select(hit => hit.Score).OrderDescending(), hits.Select(hit => hit.Score));
        Assert.Equal(Enumerable.Range(1, hits.Count), hits.Select(hit => hit.Rank));
    }

    [Fact]
    public async Task What_explains_a_score_does_not_change_it()
    {
        using var index = Zoo();
        var search = new HybridSearch(new RankingOptions(), index.Embed);
        foreach (var query in (string[])["how does the walrus sleep", "Walrus.SleepOnIce"])
        {
            var plain = (await search.SearchAsync(new SearchQuery(query), index.Reader, TestContext.Current.CancellationToken)).Hits;
            Assert.All(plain, hit => Assert.Null(hit.Explanation));
            Assert.Equal(index.Search(query).Select(hit => (hit.ChunkId, hit.Score)), plain.Select(hit => (hit.ChunkId, hit.Score)));
        }
    }

    [Fact]
    public void The_definition_comes_first_for_a_name_and_tests_come_after_what_they_test()
    {
        using var index = Zoo();
        Assert.Equal("src/Walrus.cs", index.Paths("SleepOnIce")[0]);
        var paths = index.Paths("how does a walrus sleep on ice");
        Assert.InRange(Array.IndexOf(paths, "tests/WalrusTests.cs"), 1, paths.Length);
        Assert.Equal("tests/WalrusTests.cs", index.Paths("tests of how a walrus sleeps on ice")[0]);
    }

    /// <summary>Two thousand better hits elsewhere must not push out the one that the filter asks for.</summary>
    [Theory]
    [InlineData("source")]
    [InlineData("path")]
    [InlineData("language")]
    [InlineData("kind")]
    public void A_small_source_beside_a_huge_one_is_never_starved(string filter)
    {
        var body = string.Concat(Enumerable.Range(0, 30).Select(i => $"        Walrus.SleepOnIce(walrus, ice, {i});\n"));
        using var index = new TestIndex()
            .Add("huge", [.. Enumerable.Range(0, 100).Select(i => ($"walrus/Ice{i}.cs", $"class Walrus{i}\n{{\n{string.Concat(Enumerable.Range(0, 20).Select(k => $"    void SleepOnIce{k}()\n    {{\n{body}    }}\n\n"))}}}\n"))])
            .Add("small", ("notes/a.md", "# Notes\n\nSomewhere in a long text about other things there is a walrus too, once.\n"));
        Assert.True(index.Reader.Manifest.Chunks > 2000, $"{index.Reader.Manifest.Chunks} chunks are not many");
        Assert.DoesNotContain("notes/a.md", index.Paths("walrus sleep ice", limit: 150));

        var filters = filter switch
        {
            "source" => new SearchFilters { Source = "small" },
            "path" => new SearchFilters { PathGlob = "notes/**" },
            "language" => new SearchFilters { Language = "markdown" },
            _ => new SearchFilters { Kind = ChunkKind.Section },
        };
        var hit = Assert.Single(index.Search("walrus sleep ice", filters));
        Assert.Equal("notes/a.md", hit.Path);
        Assert.Equal(["lexical", "vector"], hit.Explanation!.Parts.Take(2).Select(part => part.Step));
        Assert.Equal(["notes/a.md"], index.Paths("a completely different question", filters));
    }

    [Theory]
    [InlineData("\"")]
    [InlineData("\"walrus")]
    [InlineData("walrus AND OR NOT")]
    [InlineData("NEAR(walrus, 3)")]
    [InlineData("text:walrus header:x -path:y")]
    [InlineData("^walrus*")]
    [InlineData("{walrus} + (")]
    [InlineData("walrus'; DROP TABLE chunks; --")]
    [InlineData("🦭")]
    [InlineData("🦭 walrus 👩‍👩‍👧‍👦")]
    [InlineData("\ud83e walrus \udd2d")]
    [InlineData("walrus\0null")]
    [InlineData("%_%")]
    [InlineData("\u202ewalrus\u2066")]
    [InlineData("*")]
    [InlineData("")]
    [InlineData("  \t\n ")]
    public void Signs_and_operators_are_text(string query)
    {
        using var index = Zoo();
        var hits = index.Search(query);
        if (query.Contains("walrus", StringComparison.Ordinal)) Assert.Contains(hits, hit => hit.Path == "src/Walrus.cs");
    }

    [Fact]
    public void Ten_thousand_characters_are_a_query()
    {
        using var index = Zoo();
        foreach (var query in (string[])[string.Concat(Enumerable.Repeat("walrus ", 1500)), new string('x', 10_000), new string('"', 10_000), string.Concat(Enumerable.Range(0, 2000).Select(i => $"w{i} ")) + "walrus", new string('象', 10_000)])
            index.Search(query);
        Assert.Equal("src/Walrus.cs", index.Paths("SleepOnIce " + new string('x', 10_000))[0]);
    }

    [Fact]
    public void No_text_is_an_error()
    {
        using var index = Zoo();
        var signs = Gen.Elements("\"", "'", "*", "^", "(", ")", "{", "}", ":", "-", "+", "AND", "OR", "NOT", "NEAR", "walrus", "Walrus.Sleep", " ", "\0", "\n", "\ud83e", "🦭", "象", "`", "::", "_", "..", "$", "\\", "%", "]", ",", "\u0301");
        var texts = Gen.OneOf(signs.ArrayOf().Select(string.Concat), ArbMap.Default.GeneratorFor<string>().Select(text => text ?? ""));
        Prop.ForAll(texts.ToArbitrary(), text =>
        {
            var hits = index.Search(text);
            Assert.All(hits, hit => Assert.True(double.IsFinite(hit.Score) && hit.Coverage is >= 0 and <= 1.000001));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));
    }

    /// <summary>Scripts that write no spaces: a word is found inside a sentence, in comments as in documents.</summary>
    [Theory]
    [InlineData("延滞料", "ja")]
    [InlineData("返却", "ja")]
    [InlineData("棚", "ja")]
    [InlineData("逾期", "zh")]
    [InlineData("图书馆", "zh")]
    [InlineData("연체료", "ko")]
    [InlineData("도서관", "ko")]
    public void A_word_inside_a_sentence_without_spaces_is_found_in_comments_and_documents(string word, string language)
    {
        using var index = new TestIndex().Add("zoo",
            ("ja/Fees.cs", "namespace Zoo;\n\n/// <summary>図書の返却が遅れたときの延滞料を計算して本棚に戻す。</summary>\npublic sealed class Fees\n{\n    public int Days { get; }\n}\n"),
            ("ja/guide.md", "# 案内\n\n会員は返却期限を過ぎると延滞料を払い、本は元の棚に戻されます。\n"),
            ("zh/fees.py", "# 图书馆在图书逾期时按天计算费用。\ndef fees(days):\n    return days\n"),
            ("zh/guide.md", "# 指南\n\n读者在图书馆借书逾期以后需要支付费用。\n"),
            ("ko/fees.ts", "// 도서관에서 책을 늦게 돌려주면 연체료를냅니다.\nexport function fees(days: number) {\n  return days;\n}\n"),
            ("ko/guide.md", "# 안내\n\n책을 늦게 반납하면 도서관에 연체료를 내야 합니다.\n"),
            ("en/other.md", "# Other\n\nNothing of that is written here.\n"));
        var found = index.Search(word).Where(hit => hit.Explanation!.Parts[0].Step == "lexical").Select(hit => hit.Path).Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.Equal(2, found.Count);
        Assert.All(found, path => Assert.StartsWith(language + "/", path));
    }

    private static TestIndex Zoo() => new TestIndex().Add("zoo",
        ("src/Walrus.cs", "namespace Zoo;\n\n/// <summary>A walrus of the Arctic.</summary>\npublic sealed class Walrus\n{\n    /// <summary>The walrus sleeps on the ice for some hours.</summary>\n    public void SleepOnIce(int hours) => Hours += hours;\n\n    public int Hours { get; private set; }\n}\n"),
        ("src/Seal.cs", "namespace Zoo;\n\npublic sealed class Seal\n{\n    public void Sleep() => Rested = true;\n\n    public bool Rested { get; private set; }\n}\n"),
        ("tests/WalrusTests.cs", "namespace Zoo.Tests;\n\npublic sealed class WalrusTests\n{\n    public void A_walrus_sleeps_on_ice() => new Walrus().SleepOnIce(3);\n}\n"),
        ("docs/feeding.md", "# Feeding\n\nThe keeper gives each animal its food in the morning, mussels first for the walrus.\n"));
}
