using LocalRag.Answering;
using LocalRag.Documents;

namespace LocalRag.Tests.Answering;

public sealed class SentenceReaderTests
{
    [Theory]
    [InlineData("a.md", "# Title\n\n**Grace.** The first two days cost nothing at all.\n", "**Grace.** The first two days cost nothing at all.")]
    [InlineData("a.md", "- A hold lies on the shelf for seven days.\n- Then it goes to the next in line.\n", "A hold lies on the shelf for seven days.|Then it goes to the next in line.")]
    [InlineData("a.md", "A loan lasts for four weeks. It may be\nrenewed three times.\n\n```\nThis is code and no sentence.\n```\n", "A loan lasts for four weeks.|It may be renewed three times.")]
    [InlineData("a.md", "会員は返却期限を過ぎると延滞料を払います。最初の二日は無料です。", "会員は返却期限を過ぎると延滞料を払います。|最初の二日は無料です。")]
    [InlineData("a.py", "def a():\n    \"\"\"Stores sessions in signed cookies\n    through the :mod:`itsdangerous` module.\n\n    :param x: what is stored\n    \"\"\"\n    return \"no sentence of anyone's\"\n", "Stores sessions in signed cookies through the `itsdangerous` module.")]
    [InlineData("a.py", "def a():\n    r'''Stores sessions in signed cookies.'''\n    x = 1\n", "Stores sessions in signed cookies.")]
    [InlineData("a.py", "#: The salt that is put on top\n#: of the secret key.\nsalt = 1\n", "The salt that is put on top of the secret key.")]
    [InlineData("a.cs", "/// <summary>Issues and checks <see cref=\"Token\"/> of members.</summary>\nclass A { string s = \"no sentence for anyone\"; }\n", "Issues and checks Token of members.")]
    [InlineData("a.go", "// Total adds the prices of all the lines.\n// It rounds once, at the end.\nfunc Total() {}\n", "Total adds the prices of all the lines.|It rounds once, at the end.")]
    public void Takes_prose_and_comments_as_sentences(string path, string text, string expected)
    {
        var kind = path.EndsWith(".md", StringComparison.Ordinal) ? ChunkKind.Section : ChunkKind.Member;
        var hit = Hits.Of(path, text) with { Language = Languages.Of(path), Kind = kind };
        Assert.Equal(expected.Split('|'), SentenceReader.Read(hit).Select(sentence => sentence.Text));
    }
}
