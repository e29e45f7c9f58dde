using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using LocalRag.Cli.Output;

namespace LocalRag.Cli.Json;

/// <summary>Every shape that <c>--json</c> writes. Generated at build, the writing itself included: reflection would cost each start, and so would metadata.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, GenerationMode = JsonSourceGenerationMode.Serialization)]
[JsonSerializable(typeof(SearchJson))]
[JsonSerializable(typeof(IndexJson))]
[JsonSerializable(typeof(AnswerJson))]
[JsonSerializable(typeof(StatusJson))]
[JsonSerializable(typeof(DoctorJson))]
[JsonSerializable(typeof(ScorecardJson))]
[JsonSerializable(typeof(RemovedJson))]
[JsonSerializable(typeof(BackupJson))]
[JsonSerializable(typeof(HookJson))]
[JsonSerializable(typeof(ModelJson))]
[JsonSerializable(typeof(ModelListJson))]
[JsonSerializable(typeof(UseJson))]
[JsonSerializable(typeof(RecommendationJson))]
[JsonSerializable(typeof(BenchJson))]
[JsonSerializable(typeof(VerdictJson))]
internal sealed partial class CliJson : JsonSerializerContext
{
    // Readable Japanese and `<` in a terminal. Control characters are escaped all the same, and no browser reads this.
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a value and a line end to standard output, and hands it on at once.</summary>
    public static void Write<T>(Terminal terminal, T value)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes, Readable)) ((JsonTypeInfo<T>)Default.GetTypeInfo(typeof(T))!).SerializeHandler!(writer, value);
        terminal.Out.WriteLine(Encoding.UTF8.GetString(bytes.WrittenSpan));
        terminal.Out.Flush();
    }
}
