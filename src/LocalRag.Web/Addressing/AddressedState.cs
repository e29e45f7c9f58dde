namespace LocalRag.Web.Addressing;

/// <summary>
/// What a reader has set on a page and the page's address repeats: the query, the filters. What the reader does counts at once. The address
/// follows over the line, and its echo, which may be late, never undoes what was done meanwhile. An address that this page did not ask for
/// (Back, a link) is the reader's doing as well.
/// </summary>
/// <remarks>To compare the address with the last one that was asked for is not enough: several may be under way at a time.</remarks>
internal sealed class AddressedState<T>(T start)
    where T : IEquatable<T>
{
    private readonly Queue<T> _underway = new();
    private T _address = start;

    public T Value { get; set; } = start;

    /// <summary>Whether the address has to be changed to say the value; the caller then navigates.</summary>
    public bool Publish()
    {
        if (_address.Equals(Value)) return false;
        _address = Value;
        _underway.Enqueue(Value);
        return true;
    }

    /// <summary>Takes what the page's address says now; true where that is news and became the value.</summary>
    public bool Arrive(T value)
    {
        if (_underway.Contains(value))
        {
            // Those before it were passed over on the way: the router tells of the newest alone when several come at once.
            while (!_underway.Dequeue().Equals(value))
            {
            }

            return false;
        }

        if (_underway.Count == 0) _address = value;
        if (Value.Equals(value)) return false;
        Value = value;
        return true;
    }
}
