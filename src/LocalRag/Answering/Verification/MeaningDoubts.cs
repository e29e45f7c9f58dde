using System.Numerics.Tensors;
using LocalRag.Embedding;

namespace LocalRag.Answering.Verification;

/// <summary>Doubts about whether the text is on the sentence's subject, by the built-in embedder.</summary>
internal static class MeaningDoubts
{
    private const int WindowLines = 3;

    /// <summary>The cosine of the sentence and the nearest few lines.</summary>
    public static double Nearness(Passage sentence, Passage text, StaticEmbedder embedder)
    {
        var claim = new float[embedder.Dimensions];
        var window = new float[embedder.Dimensions];
        embedder.Embed(sentence.Text, claim);
        embedder.Embed(text.Text, window);
        var best = TensorPrimitives.Dot<float>(claim, window);
        for (var line = 0; line < text.Lines.Length; line++)
        {
            embedder.Embed(text.TextOfLines(line, Math.Min(line + WindowLines, text.Lines.Length)), window);
            best = Math.Max(best, TensorPrimitives.Dot<float>(claim, window));
        }

        return best;
    }

    public static IEnumerable<Doubt> Find(Passage sentence, Passage text, StaticEmbedder embedder)
    {
        var nearness = Nearness(sentence, text, embedder);
        if (nearness < 0.6) yield return new Doubt(DoubtKind.Meaning, 0.6 - nearness, "the cited lines are on another subject");
    }
}
