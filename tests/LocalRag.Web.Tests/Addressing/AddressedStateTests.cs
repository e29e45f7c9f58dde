using FsCheck.Xunit;
using LocalRag.Retrieval;
using LocalRag.Web.Addressing;

namespace LocalRag.Web.Tests.Addressing;

public sealed class AddressedStateTests
{
    /// <summary>However late the browser hears of an address and the server of its echo: what the reader did last stands on the page and in the address.</summary>
    [Property(MaxTest = 2_000)]
    public bool What_the_reader_did_last_stands_whatever_the_line_does(byte[] steps)
    {
        var state = new AddressedState<string>("");
        var (toBrowser, toServer, address, last) = (new Queue<string>(), new Queue<string>(), "", "");
        for (var i = 0; i < steps.Length; i++)
            switch (steps[i] % 5)
            {
                case 0:
                    // Few texts, so that the same one is typed again while it is under way.
                    state.Value = last = $"typed {steps[i] / 5 % 4}";
                    break;
                case 1:
                    Publish();
                    break;
                case 2:
                    Down();
                    break;
                case 3:
                    Up();
                    break;
                default:
                    address = $"back {i}";
                    toServer.Enqueue(address);
                    break;
            }

        do
        {
            while (toBrowser.Count + toServer.Count > 0)
            {
                Down();
                Up();
            }

            Publish();
        }
        while (toBrowser.Count > 0);
        return state.Value == last && address == last;

        void Publish()
        {
            if (state.Publish()) toBrowser.Enqueue(state.Value);
        }

        void Down()
        {
            if (toBrowser.TryDequeue(out var text)) toServer.Enqueue(address = text);
        }

        void Up()
        {
            if (toServer.TryDequeue(out var text) && state.Arrive(text)) last = text;
        }
    }

    [Fact]
    public void An_address_carries_what_is_set_and_nothing_else()
    {
        Assert.Equal("search", FilterText.Address("search", SearchFilters.None, ("q", "")));
        Assert.Equal("search?q=a%26b&path=src%2F%2A%2A&lang=csharp", FilterText.Address("search", new SearchFilters { PathGlob = "src/**", Language = "csharp" }, ("q", "a&b")));
    }
}
