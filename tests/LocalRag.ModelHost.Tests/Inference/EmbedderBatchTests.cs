using FsCheck;
using FsCheck.Fluent;
using LocalRag.ModelHost.Inference;

namespace LocalRag.ModelHost.Tests.Inference;

public sealed class EmbedderBatchTests
{
    [Fact]
    public void Every_text_is_in_one_batch_and_no_batch_is_too_long()
    {
        var lengths = Gen.Choose(1, 700).ArrayOf();
        Prop.ForAll(lengths.ToArbitrary(), sizes =>
        {
            var sequences = sizes.Select(size => new int[size]).ToList();
            var batches = Embedder.Batches(sequences);
            return batches.SelectMany(batch => batch).Order().SequenceEqual(Enumerable.Range(0, sizes.Length))
                && batches.All(batch => batch.Count == 1 || batch.Sum(index => sizes[index]) <= Embedder.BatchTokens);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Batches_are_full()
    {
        var random = new Random(1);
        var sequences = Enumerable.Range(0, 1000).Select(_ => new int[random.Next(5, 220)]).ToList();
        var batches = Embedder.Batches(sequences);
        Assert.True(sequences.Sum(sequence => sequence.Length) > 0.9 * batches.Count * Embedder.BatchTokens);
    }
}
