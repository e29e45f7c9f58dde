using System.Globalization;
using System.Text;
using System.Text.Json;

namespace LocalRag.Cli.Tests;

/// <summary>
/// Holds what the search finds of the samples' questions: recall, MRR and the first hits of each. A change of ranking comes with the diff of
/// the file that it is held against; <c>LOCALRAG_UPDATE_GOLDEN=1 dotnet test</c> rewrites it.
/// </summary>
public sealed class SampleGoldenTests(SampleIndex index) : IClassFixture<SampleIndex>
{
    private const int Shown = 3;

    private static readonly string Questions = Path.Combine(Localrag.Samples, "questions.jsonl");

    private static readonly string Golden = Path.Combine(Localrag.Samples, "..", "tests", "LocalRag.Cli.Tests", "SampleGolden.txt");

    [Fact]
    public async Task The_search_finds_of_the_samples_what_it_found_before()
    {
        var found = await DescribeAsync();
        if (Environment.GetEnvironmentVariable("LOCALRAG_UPDATE_GOLDEN") == "1") await File.WriteAllTextAsync(Golden, found, TestContext.Current.CancellationToken);
        Assert.Equal(await File.ReadAllTextAsync(Golden, TestContext.Current.CancellationToken), found, ignoreLineEndingDifferences: true);
    }

    private async Task<string> DescribeAsync()
    {
        var measured = (await index.Program.RunAsync("eval", Questions, "--json")).Json;
        var results = (await index.Program.RunAsync("search", "--queries", Questions, "--json")).JsonLines;
        var text = new StringBuilder();
        text.Append(Line("all", measured.GetProperty("mean")));
        foreach (var kind in measured.GetProperty("kinds").EnumerateObject()) text.Append(Line(kind.Name, kind.Value));
        foreach (var (question, result) in File.ReadLines(Questions).Select(line => JsonDocument.Parse(line).RootElement).Zip(results))
        {
            var hits = result.GetProperty("hits").EnumerateArray().ToList();
            var first = hits.FindIndex(hit => Answers(hit, question)) + 1;
            text.Append(CultureInfo.InvariantCulture, $"\n{question.GetProperty("query").GetString()}\n  first at {(first == 0 ? "none" : first)}\n");
            foreach (var hit in hits.Take(Shown))
                text.Append(CultureInfo.InvariantCulture, $"  {(Answers(hit, question) ? '*' : ' ')} {hit.GetProperty("path").GetString()}:{hit.GetProperty("startLine").GetInt32()}-{hit.GetProperty("endLine").GetInt32()}\n");
        }

        return text.ToString();
    }

    private static string Line(string name, JsonElement measures)
    {
        var line = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{name,-14}{measures.GetProperty("queries").GetInt32(),3} questions");
        foreach (var measure in (string[])["ndcg10", "mrr", "recall1", "recall3", "recall10"])
            line.Append(CultureInfo.InvariantCulture, $"  {measure} {measures.GetProperty(measure).GetDouble():0.000}");
        return line.Append('\n').ToString();
    }

    private static bool Answers(JsonElement hit, JsonElement question) => question.GetProperty("relevant").EnumerateArray().Any(place =>
        place.GetProperty("path").GetString() == hit.GetProperty("path").GetString()
        && place.GetProperty("startLine").GetInt32() <= hit.GetProperty("endLine").GetInt32() && place.GetProperty("endLine").GetInt32() >= hit.GetProperty("startLine").GetInt32());
}
