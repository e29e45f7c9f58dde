using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Net.Sockets;
using System.Text.Json;
using LocalRag.ModelHost.Tests.RealModels;

namespace LocalRag.Cli.Tests.RealModels;

/// <summary>SmolLM2 answers questions about the samples, end to end: in the terminal, and through the page's API.</summary>
public sealed class TenQuestionsTests : IAsyncLifetime
{
    private static readonly string[] Questions =
    [
        "How is the fee for a late book calculated?", "When may a loan not be renewed?", "How does the desk handle two people changing the same loan?", "What happens to a hold that nobody picks up?",
        "How is a member's token checked?", "Who gets a copy that has come back?", "How does the client wait before it tries again?", "What does the view open_loans list?", "How is an ISBN read?", "How is the monthly report exported?",
    ];

    private readonly Localrag _localrag = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static string Lendwell => Path.Combine(Localrag.Samples, "lendwell");

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(SharedModels.AreHere, SharedModels.Missing);
        foreach (var arguments in (string[][])[["index", Lendwell], ["models", "add", SharedModels.Path("smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"), "--name", "smollm2"], ["models", "use", "generator", "smollm2"]])
            Assert.Equal(0, (await _localrag.RunAsync(arguments)).Code);
        // A model of this size says in its first lines what it has to say.
        var file = Path.Combine(_localrag.Home, "settings.json");
        var settings = JsonSerializer.Deserialize<Dictionary<string, object>>(await File.ReadAllTextAsync(file, Cancellation))!;
        settings["answers"] = new { answerTokens = 96 };
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(settings), Cancellation);
    }

    public ValueTask DisposeAsync()
    {
        _localrag.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task In_the_terminal()
    {
        var file = _localrag.Write("questions.jsonl", string.Join('\n', Questions.Select((question, i) => JsonSerializer.Serialize(new { id = i.ToString(CultureInfo.InvariantCulture), query = question }))));
        var answers = (await _localrag.RunAsync("ask", "--questions", file, "--json")).JsonLines;
        Assert.Equal(Questions, answers.Select(answer => answer.GetProperty("query").GetString()));
        Assert.All(answers, AssertResolved);
        Assert.Contains(answers, answer => answer.GetProperty("answer").GetString()!.Contains("[1]", StringComparison.Ordinal));

        // For people it is streamed: the first words are there while the model still writes.
        using var process = _localrag.Start("ask", Questions[0]);
        process.StandardInput.Close();
        var first = new char[1];
        Assert.Equal(1, await process.StandardOutput.ReadAsync(first, Cancellation));
        Assert.False(process.HasExited);
        var outcome = await Localrag.EndAsync(process);
        Assert.Equal(0, outcome.Code);
        Assert.Contains("Sources", outcome.Out, StringComparison.Ordinal);
        Assert.Contains("smollm2, ", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Through_the_API()
    {
        var port = FreePort();
        using var serve = _localrag.Start("serve", "--port", port.ToString(CultureInfo.InvariantCulture));
        serve.StandardInput.Close();
        try
        {
            using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/"), Timeout = TimeSpan.FromMinutes(5) };
            await UntilThereAsync(client, serve);
            foreach (var question in Questions)
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, "api/ask") { Content = JsonContent.Create(new { question }) };
                using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
                var events = new List<(string Type, JsonElement Data)>();
                await foreach (var item in SseParser.Create(await response.Content.ReadAsStreamAsync(Cancellation)).EnumerateAsync(Cancellation))
                    events.Add((item.EventType, JsonDocument.Parse(item.Data).RootElement));
                Assert.Equal("sources", events[0].Type);
                Assert.Equal("answer", events[^1].Type);
                AssertResolved(events[^1].Data);
                // Streamed, and the same text in the end, but for the white space that a model ends with.
                Assert.Equal(Words(events[^1].Data.GetProperty("answer").GetString()!), Words(string.Concat(events.Where(item => item.Type == "delta").Select(item => item.Data.GetProperty("delta").GetString()))));
            }
        }
        finally
        {
            serve.Kill(entireProcessTree: true);
            await serve.WaitForExitAsync(CancellationToken.None);
        }
    }

    /// <summary>An answer of the model's, each of whose citations is a place that exists; the sources hold an answer to each question.</summary>
    private static void AssertResolved(JsonElement answer)
    {
        Assert.Equal("smollm2", answer.GetProperty("model").GetString());
        Assert.False(answer.GetProperty("refused").GetBoolean(), answer.GetRawText());
        var citations = answer.GetProperty("citations").EnumerateArray().ToList();
        Assert.NotEmpty(citations);
        Assert.All(citations, citation =>
        {
            var lines = File.ReadAllLines(Path.Combine(Lendwell, citation.GetProperty("path").GetString()!));
            Assert.InRange(citation.GetProperty("endLine").GetInt32(), citation.GetProperty("startLine").GetInt32(), lines.Length);
            Assert.Contains($"[{citation.GetProperty("number").GetInt32()}]", answer.GetProperty("answer").GetString(), StringComparison.Ordinal);
            Assert.NotEqual(JsonValueKind.Null, citation.GetProperty("supported").ValueKind);
        });
    }

    private static string[] Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private static async Task UntilThereAsync(HttpClient client, Process serve)
    {
        while (true)
        {
            Assert.False(serve.HasExited);
            try
            {
                if (await client.GetStringAsync(new Uri("alive", UriKind.Relative), Cancellation) == "alive") return;
            }
            catch (HttpRequestException)
            {
                // It is not there yet, and tells nobody when it will be.
                await Task.Delay(100, Cancellation);
            }
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
