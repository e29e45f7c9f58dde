using FsCheck;
using FsCheck.Fluent;
using LocalRag.Storage;

namespace LocalRag.Tests.Storage;

public sealed class TermAnalyzerTests
{
    [Theory]
    [InlineData("ReadAsInt32", "readasint32 read as int32")]
    [InlineData("user_name", "username user name")]
    [InlineData("userName", "username user name")]
    [InlineData("USER_NAME", "username user name")]
    [InlineData("XMLHttpRequest", "xmlhttprequest xml http request")]
    [InlineData("_private", "private")]
    [InlineData("__init__", "init")]
    [InlineData("a.b->c::d", "a b c d")]
    [InlineData("x86_64", "x8664 x86 64")]
    [InlineData("don't stop", "don t stop")]
    [InlineData("Café ÜBER naïve", "cafe uber naive")]
    [InlineData("cafe\u0301", "cafe")]
    [InlineData("Привет Мир", "привет мир")]
    [InlineData("\"NEAR(a, b)\" AND *", "near a b and")]
    [InlineData("", "")]
    [InlineData("?!… ☃ — ", "")]
    public void Splits_text_into_words_and_identifiers_whole_and_in_parts(string text, string expected) =>
        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries), TermAnalyzer.Terms(text));

    [Theory]
    [InlineData("購物車", "購物 物車 車")]
    [InlineData("予約の期限", "予約 約の の期 期限 限")]
    [InlineData("대출 기한", "대출 출 기한 한")]
    [InlineData("GetName取得する", "getname get name 取得 得す する る")]
    [InlineData("ラベルlabel", "ラベ ベル ル label")]
    [InlineData("ภาษา", "ภา าษ ษา า")]
    public void Cuts_scripts_without_spaces_into_pairs(string text, string expected) => Assert.Equal(expected.Split(' '), TermAnalyzer.Terms(text));

    [Fact]
    public void A_run_that_nobody_would_type_is_no_word()
    {
        Assert.Empty(TermAnalyzer.Terms(new string('a', 65)));
        Assert.Single(TermAnalyzer.Terms(new string('a', 64)));
    }

    /// <summary>Terms go to FTS5 with spaces between them, so none may hold one, nor anything that FTS5's tokenizer would cut again.</summary>
    [Fact]
    public void A_term_of_any_text_is_a_lower_case_word_without_spaces_and_its_own_first_term() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), text =>
        {
            foreach (var term in TermAnalyzer.Terms(text ?? ""))
            {
                Assert.DoesNotContain(term, char.IsWhiteSpace);
                Assert.DoesNotContain(term, c => char.IsAscii(c) && !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c));
                Assert.Contains(term, TermAnalyzer.Terms(term));
            }
        }).QuickCheckThrowOnFailure();

    /// <summary>A word is found wherever it stands in a sentence of a script without spaces: its pairs are among the sentence's.</summary>
    [Fact]
    public void The_terms_of_a_word_inside_a_sentence_are_among_the_sentences()
    {
        var runs = Gen.Elements("貸出期限予約本棚の延滞料はありません会員証".ToCharArray()).ArrayOf().Select(characters => new string(characters));
        Prop.ForAll(runs.Zip(runs).Zip(runs).ToArbitrary(), parts =>
        {
            var ((before, word), after) = parts;
            if (word.Length < 2) return;
            Assert.Subset(TermAnalyzer.Terms(before + word + after).ToHashSet(), TermAnalyzer.Terms(word)[..^1].ToHashSet());
        }).QuickCheckThrowOnFailure();
    }
}
