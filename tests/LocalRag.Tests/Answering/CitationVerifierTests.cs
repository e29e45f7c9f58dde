using LocalRag.Answering;
using LocalRag.Embedding;

namespace LocalRag.Tests.Answering;

public sealed class CitationVerifierTests
{
    private const string Limits = """
        ## Limits

        A booking may name up to 6 guests on the website and 12 guests over the phone.
        The upload of a floor plan is limited to 2 MB. Requests time out after 30 seconds.
        Free rooms are shown for 90 days; cancelled bookings are kept for one year.
        """;

    private const string Retry = """
        /// <summary>Sends the message, trying again when the server is busy.</summary>
        /// <remarks>This method is not thread-safe. It never retries a request that was cancelled.</remarks>
        public async Task<Reply> SendAsync(Message message)
        {
            for (var attempt = 1; attempt <= MaximumAttempts; attempt++)
            {
                if (await TrySend(message) is { } reply) return reply;
                await Task.Delay(attempt * 250);
            }

            throw new TimeoutException("The server stayed busy.");
        }

        private const int MaximumAttempts = 4;
        private const int BufferSize = 64 * 1024;
        """;

    private const string Modes = """
        mode = "strict"   rejects a record that has an unknown field
        mode = "lenient"  keeps a record that has an unknown field and logs a warning
        mode = "silent"   drops unknown fields without a word

        - CompressBackups: true
        - EncryptBackups:  false
        """;

    private static readonly Lazy<CitationVerifier> Verifier = new(static () => new CitationVerifier(StaticEmbedder.LoadBuiltIn()));

    [Theory]
    [InlineData(Limits, "Requests time out after 30 seconds.")]
    [InlineData(Limits, "A request is given up after half a minute, that is 30 seconds.")]
    [InlineData(Limits, "Over the phone, a booking may name up to 12 guests.")]
    [InlineData(Limits, "A floor plan may have up to 2,000,000 bytes.")]
    [InlineData(Limits, "A floor plan may have up to 2097152 bytes.")]
    [InlineData(Retry, "`SendAsync` waits a little longer before each further attempt.")]
    [InlineData(Retry, "After four attempts, `SendAsync` throws a `TimeoutException`.")]
    [InlineData(Retry, "The buffer takes 65,536 bytes, which is 64 KB.")]
    [InlineData(Retry, "Calling `SendAsync` from several threads is not safe.")]
    [InlineData(Modes, "With the mode `lenient`, a record that has an unknown field is kept.")]
    [InlineData(Modes, "Backups are compressed, since `CompressBackups` is true.")]
    public void A_sentence_that_the_lines_carry_is_supported(string source, string sentence) => AssertVerdict(true, source, sentence);

    [Theory]
    [InlineData(Limits, "Requests time out after 45 seconds.", "45")]
    [InlineData(Limits, "A booking may name up to eight guests on the website.", "eight")]
    [InlineData(Limits, "The upload of a floor plan is limited to 20 MB.", "20 MB")]
    [InlineData(Retry, "`SendAsync` gives up after 7 attempts.", "7")]
    public void A_number_that_the_lines_do_not_hold_is_told(string source, string sentence, string number) =>
        Assert.Contains(number, AssertVerdict(false, source, sentence).Reason, StringComparison.Ordinal);

    [Theory]
    [InlineData(Limits, "A booking may name up to 12 guests on the website and 6 guests over the phone.", "12")]
    [InlineData(Limits, "Free rooms are shown for 30 days.", "90")]
    public void A_number_that_the_lines_give_for_something_else_is_told(string source, string sentence, string reason) =>
        Assert.Contains(reason, AssertVerdict(false, source, sentence).Reason, StringComparison.Ordinal);

    [Theory]
    [InlineData(Retry, "`SendAsync` is thread-safe.")]
    [InlineData(Retry, "`SendAsync` retries a request that was cancelled.")]
    [InlineData(Modes, "`EncryptBackups` is true.")]
    [InlineData(Modes, "By default `CompressBackups` is turned off.")]
    public void A_sentence_that_says_the_contrary_is_not_supported(string source, string sentence) => AssertVerdict(false, source, sentence);

    [Theory]
    [InlineData(Modes, "`strict` keeps a record that has an unknown field and logs a warning.", "lenient")]
    public void What_is_said_of_another_name_is_told(string source, string sentence, string name) =>
        Assert.Contains(name, AssertVerdict(false, source, sentence).Reason, StringComparison.Ordinal);

    [Theory]
    [InlineData(Retry, "`SendAsync` throws a `RateLimitException` when the server is busy.", "RateLimitException")]
    [InlineData(Limits, "`BookingValidator` checks that a booking names up to 6 guests.", "BookingValidator")]
    public void A_name_that_the_lines_do_not_hold_is_told(string source, string sentence, string name) =>
        Assert.Contains(name, AssertVerdict(false, source, sentence).Reason, StringComparison.Ordinal);

    [Theory]
    [InlineData(Limits, "`InvoicePrinter` renders the yearly invoice as a PDF document with the company's logo.")]
    [InlineData(Modes, "Guests pay for parking in front of the hotel when they leave.")]
    [InlineData(Retry, "The colour theme is stored in the browser's cookies by `ThemeSwitcher`.")]
    public void A_sentence_about_something_else_is_not_supported(string source, string sentence) => AssertVerdict(false, source, sentence);

    [Fact]
    public void A_true_sentence_scores_above_its_falsified_twin()
    {
        Assert.True(Verify(Retry, "It never retries a request that was cancelled.").Score > Verify(Retry, "It always retries a request that was cancelled.").Score);
        Assert.True(Verify(Modes, "With `silent`, unknown fields are dropped.").Score > Verify(Modes, "With `strict`, unknown fields are dropped without a word.").Score);
        Assert.True(Verify(Limits, "Requests time out after 30 seconds.").Score > Verify(Limits, "Requests time out after 30 seconds, so that mobile users with slow connections see a cached page.").Score);
    }

    [Theory]
    [InlineData(" \n", "A sentence about nothing.")]
    [InlineData("some text", "")]
    [InlineData("\uD800 `", "`\uDC00 12,,, 1..2 %")]
    public void Odd_texts_get_a_verdict_as_well(string source, string sentence) => Assert.InRange(Verify(source, sentence).Score, 0, 1);

    [Fact]
    public void A_reason_stays_short_however_long_the_words()
    {
        var verdict = Verify("nothing of the kind", $"`{new string('x', 110)}` says `{new string('y', 110)}` to {new string('z', 500)}.");

        Assert.False(verdict.Supported);
        Assert.InRange(verdict.Reason.Length, 1, 200);
    }

    private static Verdict Verify(string source, string sentence) => Verifier.Value.Verify(sentence, source);

    private static Verdict AssertVerdict(bool supported, string source, string sentence)
    {
        var verdict = Verify(source, sentence);
        Assert.True(verdict.Supported == supported, $"{verdict}: {sentence}");
        return verdict;
    }
}
