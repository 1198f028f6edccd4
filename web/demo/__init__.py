"""What `vivier up` puts into an empty home: people, and a company that has been recruiting for months, so that every
page has something to show. All is invented; addresses lie in domains that can never exist (.example, RFC 2606)."""
