using System.Diagnostics;
using System.Threading.Channels;

namespace LocalRag.ModelHost.Inference;

/// <summary>A request on its way through a generator.</summary>
internal sealed class GenerationJob : IDisposable
{
    private readonly Channel<GenerationUpdate> updates = Channel.CreateUnbounded<GenerationUpdate>(new UnboundedChannelOptions { SingleReader = true });
    private readonly List<TokenProbability> untold = [];
    private readonly Utf8Pieces pieces = new();
    private readonly StopScanner scanner;
    private readonly long queued = Stopwatch.GetTimestamp();
    private long started;
    private long firstToken;

    public GenerationJob(GenerationRequest request, TokenSampler sampler, CancellationToken cancellation)
    {
        Request = request;
        Sampler = sampler;
        Cancellation = cancellation;
        scanner = new StopScanner(request.Stop);
    }

    public GenerationRequest Request { get; }

    public TokenSampler Sampler { get; }

    public CancellationToken Cancellation { get; }

    public ChannelReader<GenerationUpdate> Updates => updates.Reader;

    /// <summary>Tokens of prompt and answer that it may come to have.</summary>
    public int Reserved => Request.Prompt.Length + Request.MaxTokens;

    /// <summary>Tokens of the prompt that were there already.</summary>
    public int Reused { get; private set; }

    public int Generated { get; private set; }

    /// <summary>Time since its work began.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(started);

    /// <summary>Whether its slot's cache has been looked at, and its work begun.</summary>
    public bool Started => started != 0;

    /// <summary>The chosen token that is not computed yet; null while the prompt is.</summary>
    public int? Next { get; private set; }

    /// <summary>The watched tokens' logits, from the first choice.</summary>
    public float[] Watched { get; set; } = [];

    public void Start(int reused)
    {
        started = Stopwatch.GetTimestamp();
        Reused = reused;
    }

    /// <summary>Takes a chosen token. True where the answer is at its end.</summary>
    public bool Accept(int token, ReadOnlySpan<byte> bytes, bool isEnd, TokenProbability? probability)
    {
        if (firstToken == 0)
            firstToken = Stopwatch.GetTimestamp();
        Generated++;
        Next = token;
        if (isEnd)
        {
            Finish(truncated: false);
            return true;
        }

        if (probability is not null)
            untold.Add(probability);
        var text = scanner.Add(pieces.Add(bytes));
        if (scanner.Stopped)
        {
            Finish(truncated: false, text);
            return true;
        }

        if (Generated >= Request.MaxTokens)
        {
            Finish(truncated: true, text);
            return true;
        }

        if (text.Length > 0)
            updates.Writer.TryWrite(new GenerationUpdate(text, Told(), null));
        return false;
    }

    public void Fail(Exception error) => updates.Writer.TryComplete(error);

    public void Dispose()
    {
        Sampler.Dispose();
        updates.Writer.TryComplete();
    }

    private void Finish(bool truncated, string text = "")
    {
        if (!scanner.Stopped)
        {
            text += scanner.Add(pieces.End());
            text += scanner.End();
        }

        updates.Writer.TryWrite(new GenerationUpdate(text, Told(), new GenerationResult
        {
            Truncated = truncated,
            PromptTokens = Request.Prompt.Length,
            ReusedTokens = Reused,
            GeneratedTokens = Generated,
            Waited = Stopwatch.GetElapsedTime(queued, started),
            PromptTime = Stopwatch.GetElapsedTime(started, firstToken),
            GenerationTime = Stopwatch.GetElapsedTime(firstToken),
            Watched = Watched,
        }));
        updates.Writer.TryComplete();
    }

    private TokenProbability[] Told()
    {
        TokenProbability[] told = [.. untold];
        untold.Clear();
        return told;
    }
}
