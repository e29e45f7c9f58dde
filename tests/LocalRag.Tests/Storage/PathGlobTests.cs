using FsCheck;
using FsCheck.Fluent;
using LocalRag.Storage;

namespace LocalRag.Tests.Storage;

public sealed class PathGlobTests
{
    [Theory]
    [InlineData("*.cs", "a.cs src/b.cs src/c/d.cs", "a.csx a.cs.bak")]
    [InlineData("src/*.cs", "src/a.cs", "a.cs src/b/a.cs lib/src/a.cs")]
    [InlineData("src/**/*.cs", "src/a.cs src/b/c/a.cs", "a.cs lib/src/a.cs")]
    [InlineData("**/test/**", "test/a.cs src/test/b/a.cs", "src/tests/a.cs")]
    [InlineData("src", "src/a.cs src/b/c.cs src lib/src/a.cs", "srcs/a.cs")]
    [InlineData("src/", "src/a.cs lib/src/a.cs", "src.cs")]
    [InlineData("/src/api", "src/api/a.cs", "src/apis/a.cs x/src/api/a.cs")]
    [InlineData("./src/api/", "src/api/a.cs", "src/b.cs")]
    [InlineData("src\\api\\*", "src/api/a.cs", "src/b.cs")]
    [InlineData("*.{ts,tsx}", "a.ts src/a.tsx", "a.js")]
    [InlineData("?.md", "a.md docs/b.md", "ab.md")]
    [InlineData("[a-c].md", "a.md", "d.md")]
    [InlineData("[!a-c].md", "d.md", "a.md")]
    [InlineData("README*", "README.md docs/readme.txt", "AREADME.md")]
    [InlineData("a+b(1).cs", "a+b(1).cs", "aab1.cs")]
    [InlineData("a{b.cs", "a{b.cs", "ab.cs")]
    [InlineData("docs/日本語.md", "docs/日本語.md", "docs/日本.md")]
    public void Matches_as_a_glob_is_read(string glob, string matching, string others)
    {
        var pattern = new PathGlob(glob);
        Assert.All(matching.Split(' '), path => Assert.True(pattern.Matches(path), path));
        Assert.All(others.Split(' '), path => Assert.False(pattern.Matches(path), path));
    }

    [Fact]
    public void Any_text_is_a_glob_and_none_is_slow()
    {
        var globs = Gen.Elements("*", "**", "?", "/", "\\", "{", "}", ",", "[", "]", "!", "^", "-", "a", ".", "z-a", "(", "|", "$", "日", "\n").ArrayOf().Select(string.Concat);
        Prop.ForAll(globs.ToArbitrary(), glob =>
        {
            new PathGlob(glob).Matches("src/a.cs");
            new PathGlob(glob).Matches(new string('a', 2000));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    [Fact]
    public void A_path_without_signs_matches_itself_and_all_below_it() =>
        Prop.ForAll(Gen.Elements("src", "api", "a.cs", "docs", "x_y", "日本").NonEmptyListOf().Select(parts => string.Join('/', parts)).ToArbitrary(), path =>
        {
            Assert.True(new PathGlob(path).Matches(path));
            Assert.True(new PathGlob(path).Matches(path + "/deep/er.md"));
            Assert.False(new PathGlob(path + "/").Matches(path + "x"));
        }).QuickCheckThrowOnFailure();
}
