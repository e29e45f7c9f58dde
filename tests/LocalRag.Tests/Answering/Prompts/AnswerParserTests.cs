using FsCheck;
using FsCheck.Fluent;
using LocalRag.Answering;
using LocalRag.Answering.Prompts;

namespace LocalRag.Tests.Answering.Prompts;

public sealed class AnswerParserTests
{
    private const string CommandR = "Relevant Documents: 0,2\nCited Documents: 2,1\nAnswer: It is 19%.\nGrounded answer: It is <co: 2,1>19%</co: 2,1>, a < b, and <co: 0>the rest</co: 0>.";

    [Fact]
    public void Command_R_is_shown_from_its_grounded_answer_on() =>
        Assert.Equal("It is 19% [3][2], a < b, and the rest [1].", Show(new CommandRAnswerParser(3), CommandR));

    [Fact]
    public void A_document_that_Command_R_was_not_given_is_not_cited() =>
        Assert.Equal("It is 19%, a < b, and the rest [1].", Show(new CommandRAnswerParser(1), CommandR));

    [Theory]
    [InlineData("Relevant Documents: None\nCited Documents: None\nGrounded answer: I do not know.")]
    [InlineData("Relevant Documents: None")]
    public void None_under_the_relevant_documents_is_a_refusal(string text) => Assert.Equal("<refused>", Show(new CommandRAnswerParser(3), text));

    [Fact]
    public void A_refusal_of_Command_R_is_told_before_the_rest_of_its_answer_comes()
    {
        var parser = new CommandRAnswerParser(3);
        Assert.Empty(parser.Push("Relevant Documents: No"));
        Assert.Empty(parser.Push("ne"));
        Assert.IsType<AnswerFragment.Refusal>(Assert.Single(parser.Push("\n")));
    }

    [Fact]
    public void Command_R_without_its_form_still_answers() =>
        Assert.Equal("It is 19%.", Show(new CommandRAnswerParser(3), "Relevant Documents: 0\nCited Documents: None\nAnswer: It is 19%."));

    [Fact]
    public void Command_R_is_given_on_word_by_word()
    {
        var parser = new CommandRAnswerParser(1);
        parser.Push("Relevant Documents: 0\nCited Documents: 0\nGrounded answer:");
        Assert.Equal(["It"], Texts(parser.Push(" It")));
        Assert.Equal([" is"], Texts(parser.Push(" is<")));
        Assert.Empty(parser.Push("co: 0"));
        Assert.Equal(["x"], Texts(parser.Push(">x")));
        Assert.Equal([" [1]"], Texts(parser.Push("</co: 0>")));
    }

    [Theory]
    [InlineData("<|START_RESPONSE|>foo <co>bar</co: 0:[1,2],1:[0]><|END_RESPONSE|>", "foo bar [2][3]")]
    [InlineData("<|START_THINKING|>hm <co>x</co: 0:[0]><|END_THINKING|><|START_RESPONSE|>yes<|END_RESPONSE|>trailing", "(hm x)yes")]
    [InlineData("<|START_ACTION|>[{\"tool_call_id\": \"1\", \"tool_name\": \"grep\"}]<|END_ACTION|><|START_RESPONSE|>yes<|END_RESPONSE|>", "yes")]
    [InlineData("[\n  {\"tool_call_id\": \"1\", \"tool_name\": \"grep\", \"parameters\": {\"q\": \"]\"}}\n]", "")]
    [InlineData("[{\"tool_name\": \"grep\"}]\nIt is 19%.", "It is 19%.")]
    [InlineData("[1, 2] are the numbers, <b>bold</b>.", "[1, 2] are the numbers, <b>bold</b>.")]
    [InlineData("{\"a\": 1} is the file", "{\"a\": 1} is the file")]
    [InlineData("<|START_RESPONSE|>NOT IN THE SOURCES<|END_RESPONSE|>", "<refused>")]
    public void Command_A_is_read_by_its_control_tokens(string text, string shown) => Assert.Equal(shown, Show(new CommandAAnswerParser(3), text));

    [Theory]
    [InlineData("It is 19% [2].", "It is 19% [2].")]
    [InlineData("It is 19% [2, 1] and [3][1].", "It is 19% [2][1] and [3][1].")]
    [InlineData("It is 19% [9].", "It is 19%.")]
    [InlineData("It is 19% [9, 1].", "It is 19% [1].")]
    [InlineData("Use `args[9]` and\n```\nx[7]\n```\nthen [1] [x] [ ] [12", "Use `args[9]` and\n```\nx[7]\n```\nthen [1] [x] [ ] [12")]
    [InlineData("A stray ` tick\nand [9] a citation [2]", "A stray ` tick\nand a citation [2]")]
    [InlineData("<think>\nlet me [9]\n</think>\n\nYes [1].", "(\nlet me [9]\n)Yes [1].")]
    [InlineData("  <thinking> is an element [1]", "<thinking> is an element [1]")]
    [InlineData("<think>never ending", "(never ending)")]
    [InlineData("NOT IN THE SOURCES", "<refused>")]
    [InlineData("\n**Not in the sources.** I am sorry", "<refused>")]
    [InlineData("<think>x</think>NOT IN THE SOURCES", "(x)<refused>")]
    [InlineData("Not in the mood [1]", "Not in the mood [1]")]
    [InlineData("Not", "Not")]
    [InlineData("", "")]
    public void Numbered_answers_keep_citations_that_name_a_source(string text, string shown) => Assert.Equal(shown, Show(new NumberedAnswerParser(3), text));

    [Fact]
    public void A_template_that_opens_the_thinking_leaves_only_its_end_to_be_read() =>
        Assert.Equal("(hm)Yes [1].", Show(new NumberedAnswerParser(1, opensInThought: true), "hm</think>\n\nYes [1]."));

    [Fact]
    public void However_a_stream_is_cut_it_reads_the_same()
    {
        (Func<AnswerParser> Make, string Text)[] cases =
        [
            (() => new CommandRAnswerParser(3), CommandR),
            (() => new CommandAAnswerParser(3), "<|START_THINKING|>a<|END_THINKING|><|START_RESPONSE|>foo <co>bar</co: 0:[1,2],1:[0]> [{\"x\": 1}]<|END_RESPONSE|>"),
            (() => new CommandAAnswerParser(3), "[{\"tool_name\": \"grep\"}] then <co>x</co: 0:[0]>"),
            (() => new NumberedAnswerParser(2), "<think>a</thin</think> It is ``x[1]`` [9], [1, 2] and\n```cs\nx[7]``\n```\n[2] [not] [1"),
        ];
        Prop.ForAll(Gen.Choose(1, 9).ListOf(12).ToArbitrary(), lengths =>
        {
            foreach (var (make, text) in cases)
            {
                var parser = make();
                var fragments = new List<AnswerFragment>();
                var place = 0;
                for (var index = 0; place < text.Length; index++)
                {
                    var end = Math.Min(text.Length, place + lengths[index % lengths.Count]);
                    fragments.AddRange(parser.Push(text[place..end]));
                    place = end;
                }

                fragments.AddRange(parser.Complete());
                Assert.Equal(Show(make(), text), Show(fragments));
            }
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Citations_of_a_text_are_told_apart_from_its_code()
    {
        Assert.Equal([2, 1], CitationText.Numbers("It is [2] and [1, 2], not `a[3]`."));
        Assert.Equal("It is and, not `a[3]`.", CitationText.Remove("It is [2] and [1, 2], not `a[3]`."));
    }

    private static string Show(AnswerParser parser, string text) => Show(parser.Read(text));

    private static string Show(IEnumerable<AnswerFragment> fragments)
    {
        var shown = string.Concat(fragments.Select(fragment => fragment switch
        {
            AnswerFragment.Text text => text.Value,
            AnswerFragment.Thinking thinking => $"({thinking.Value})",
            _ => "<refused>",
        }));
        return shown.Replace(")(", "", StringComparison.Ordinal);
    }

    private static IEnumerable<string> Texts(IEnumerable<AnswerFragment> fragments) => fragments.Cast<AnswerFragment.Text>().Select(text => text.Value);
}
