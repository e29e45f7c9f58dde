using System.Text.Json;
using System.Text.RegularExpressions;

namespace LocalRag.Tests.Samples;

public sealed partial class SampleQuestionsTests
{
    private static readonly string Samples = FindSamples();
    private static readonly string[] Kinds = ["symbol", "semantic", "architecture", "docs"];

    [Fact]
    public void Every_relevant_place_exists_and_carries_what_the_answer_names()
    {
        var faults = new List<string>();
        foreach (var question in Read("questions.jsonl"))
        {
            var id = question.GetProperty("id").GetString();
            var evidence = new List<string>();
            foreach (var place in question.GetProperty("relevant").EnumerateArray())
            {
                var path = place.GetProperty("path").GetString()!;
                var (start, end) = (place.GetProperty("startLine").GetInt32(), place.GetProperty("endLine").GetInt32());
                var file = Path.Combine(Samples, "lendwell", path);
                if (!File.Exists(file))
                {
                    faults.Add($"{id}: there is no {path}");
                    continue;
                }

                var lines = File.ReadAllLines(file);
                if (start < 1 || end < start || end > lines.Length)
                {
                    faults.Add($"{id}: {path} has no lines {start} to {end}");
                    continue;
                }

                evidence.AddRange(lines[(start - 1)..end]);
            }

            var text = string.Join('\n', evidence);
            faults.AddRange(NamesIn(question).Where(name => !text.Contains(name, StringComparison.Ordinal))
                .Select(name => $"{id}: the answer names {name}, its lines do not"));
        }

        Assert.Empty(faults);
    }

    [Fact]
    public void There_are_questions_of_every_kind_with_distinct_ids()
    {
        var questions = Read("questions.jsonl").ToList();

        Assert.Equal(questions.Count, questions.Select(q => q.GetProperty("id").GetString()).Distinct().Count());
        Assert.All(Kinds, kind => Assert.True(questions.Count(q => q.GetProperty("kind").GetString() == kind) >= 5, kind));
    }

    [Fact]
    public void Unanswerable_questions_are_marked_and_say_why() =>
        Assert.All(Read("unanswerable.jsonl"), question =>
        {
            Assert.False(question.GetProperty("answerable").GetBoolean());
            Assert.NotEmpty(question.GetProperty("why").GetString()!);
        });

    private static IEnumerable<string> NamesIn(JsonElement question) =>
        BetweenBackticks().Matches(question.GetProperty("answer").GetString()!).Select(match => match.Groups[1].Value);

    private static IEnumerable<JsonElement> Read(string name) =>
        File.ReadLines(Path.Combine(Samples, name)).Select(line => JsonDocument.Parse(line).RootElement);

    private static string FindSamples()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "LocalRag.sln")))
            {
                return Path.Combine(folder.FullName, "samples");
            }
        }

        throw new InvalidOperationException("The tests were started outside the checkout.");
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex BetweenBackticks();
}
