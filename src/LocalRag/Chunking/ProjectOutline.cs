using System.Xml;
using LocalRag.Documents;

namespace LocalRag.Chunking;

/// <summary>Reads an XML project file: the elements below its root. Entities are not expanded, nothing outside is read.</summary>
internal static class ProjectOutline
{
    private const int MaxSignature = 300;

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Ignore,
        XmlResolver = null,
        CheckCharacters = false,
    };

    /// <summary>Adds what it finds; where the XML breaks off, it says so and keeps what came before.</summary>
    public static string? Read(SourceDocument document, string project, List<Segment> segments, List<Definition> definitions)
    {
        using var text = new StringReader(document.Text);
        using var reader = XmlReader.Create(text, Settings);
        try
        {
            while (reader.Read())
            {
                if (reader.NodeType != XmlNodeType.Element) continue;
                // XML ends a line where LineMap does, so its count may be turned into an offset of the document.
                var line = Math.Min(((IXmlLineInfo)reader).LineNumber, document.Lines.Count);
                AddDefinition(reader, project, line, definitions);
                if (reader.Depth != 1) continue;
                var target = reader.LocalName == "Target" ? reader.GetAttribute("Name") : null;
                var signature = Signature(document, line);
                Skip(reader, project, document, definitions);
                var end = Math.Min(((IXmlLineInfo)reader).LineNumber, document.Lines.Count);
                segments.Add(new Segment
                {
                    Span = new(line, Math.Max(line, end)),
                    Kind = ChunkKind.Configuration,
                    Symbol = target is null ? project : $"{project}.{target}",
                    Header = new(project, "", signature, ""),
                });
            }

            return null;
        }
        catch (XmlException broken)
        {
            return $"not well-formed XML from line {broken.LineNumber} on";
        }
    }

    // Reads to the end tag, so that the reader's line is that of the element's end.
    private static void Skip(XmlReader reader, string project, SourceDocument document, List<Definition> definitions)
    {
        if (reader.IsEmptyElement) return;
        var depth = reader.Depth;
        while (reader.Read() && !(reader.NodeType == XmlNodeType.EndElement && reader.Depth == depth))
            if (reader.NodeType == XmlNodeType.Element) AddDefinition(reader, project, Math.Min(((IXmlLineInfo)reader).LineNumber, document.Lines.Count), definitions);
    }

    private static void AddDefinition(XmlReader reader, string project, int line, List<Definition> definitions)
    {
        switch (reader.LocalName)
        {
            case "Project" when reader.Depth == 0: definitions.Add(new Definition(project, "", "project", line)); break;
            case "Solution" when reader.Depth == 0: definitions.Add(new Definition(project, "", "solution", line)); break;
            case "Project" when reader.GetAttribute("Path") is { Length: > 0 } path:
                definitions.Add(new Definition(Path.GetFileNameWithoutExtension(path.Replace('\\', '/')), project, "project", line));
                break;
            case "Target" when reader.GetAttribute("Name") is { Length: > 0 } name: definitions.Add(new Definition(name, project, "target", line)); break;
            default: break;
        }
    }

    private static string Signature(SourceDocument document, int line)
    {
        var text = document.Lines[line].Trim();
        return text.Length <= MaxSignature ? text.ToString() : text[..MaxSignature].ToString();
    }
}
