"""What `vivier up` puts into an empty home: a company that has been recruiting for months, so that every page has
something to show. All of it is invented; addresses lie in domains that can never exist (.example, RFC 2606)."""
