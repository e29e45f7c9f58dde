using System.Text.Json;
using System.Text.Json.Serialization;

namespace LocalRag.Models.Catalogue;

/// <summary>The models that LocalRag knows by name, from the data file <c>catalogue.json</c>, which names the source of each figure.</summary>
public sealed class ModelCatalog
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
    };

    private readonly Content _content;

    private ModelCatalog(Content content) => _content = content;

    /// <summary>The catalogue that came with the program.</summary>
    public static ModelCatalog BuiltIn { get; } = LoadBuiltIn();

    public IReadOnlyList<CatalogueModel> Models => _content.Models;

    /// <summary>Finds a model by its name; null where there is none.</summary>
    public CatalogueModel? Find(string name) => Models.FirstOrDefault(model => model.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The bytes of a model's weights, by its parameters and the quantisation's mean bits.</summary>
    public long WeightBytes(CatalogueModel model, string quantisation) => Bytes(model.Parameters, quantisation);

    /// <summary>The bytes that are read for each token.</summary>
    public long ActiveBytes(CatalogueModel model, string quantisation) => Bytes(model.ActiveParameters ?? model.Parameters, quantisation);

    /// <summary>A graphics card's memory bandwidth by its name, in bytes a second; null where the catalogue does not know it.</summary>
    public double? GpuBandwidth(string name)
    {
        // The longest name wins: "L4" stands in "L40".
        var known = _content.GigabytesPerSecond.Keys.Where(key => name.Contains(key, StringComparison.OrdinalIgnoreCase)).MaxBy(key => key.Length);
        return known is null ? null : _content.GigabytesPerSecond[known] * 1e9;
    }

    /// <summary>Reads a catalogue.</summary>
    /// <exception cref="JsonException">The data is not a catalogue.</exception>
    internal static ModelCatalog Load(Stream data)
    {
        var content = JsonSerializer.Deserialize<Content>(data, Json) ?? throw new JsonException("The model catalogue is empty.");
        foreach (var model in content.Models)
        {
            if (model.Quantisations.FirstOrDefault(quantisation => !content.BitsPerWeight.ContainsKey(quantisation)) is { } unknown)
                throw new JsonException($"The model catalogue gives {model.Name} the quantisation {unknown}, whose bits per weight it does not name.");
        }

        return new ModelCatalog(content);
    }

    private static ModelCatalog LoadBuiltIn()
    {
        using var data = typeof(ModelCatalog).Assembly.GetManifestResourceStream("LocalRag.Models.catalogue.json")!;
        return Load(data);
    }

    private long Bytes(double billions, string quantisation) => (long)(billions * 1e9 * _content.BitsPerWeight[quantisation] / 8);

    private sealed record Content
    {
        public required IReadOnlyList<string> About { get; init; }

        public required IReadOnlyDictionary<string, double> BitsPerWeight { get; init; }

        public required Uri BitsPerWeightSource { get; init; }

        public required IReadOnlyDictionary<string, double> GigabytesPerSecond { get; init; }

        public required string GigabytesPerSecondSource { get; init; }

        public required IReadOnlyList<CatalogueModel> Models { get; init; }
    }
}
