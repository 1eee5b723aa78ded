CREATE INDEX content_search ON content USING gin (array_to_tsvector(string_to_array(search_text, ' ')));
