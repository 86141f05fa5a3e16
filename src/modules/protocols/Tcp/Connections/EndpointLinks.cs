namespace Hokku.Protocols.Tcp;

/// <summary>An endpoint's place on an <see cref="EndpointList"/>.</summary>
internal struct EndpointLinks
{
    public bool IsListed;
    public TcpEndpoint? Newer;
    public TcpEndpoint? Older;
}
