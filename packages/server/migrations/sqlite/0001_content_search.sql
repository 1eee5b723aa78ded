CREATE VIRTUAL TABLE content_search USING fts5(search_text, content='content', content_rowid='seq', tokenize="unicode61 remove_diacritics 0 categories 'L* N* Co M*'");
--> statement-breakpoint
CREATE TRIGGER content_search_insert AFTER INSERT ON content BEGIN
  INSERT INTO content_search(rowid, search_text) VALUES (new.seq, new.search_text);
END;
--> statement-breakpoint
CREATE TRIGGER content_search_delete AFTER DELETE ON content BEGIN
  INSERT INTO content_search(content_search, rowid, search_text) VALUES ('delete', old.seq, old.search_text);
END;
--> statement-breakpoint
CREATE TRIGGER content_search_update AFTER UPDATE OF search_text, seq ON content WHEN old.search_text IS NOT new.search_text OR old.seq <> new.seq BEGIN
  INSERT INTO content_search(content_search, rowid, search_text) VALUES ('delete', old.seq, old.search_text);
  INSERT INTO content_search(rowid, search_text) VALUES (new.seq, new.search_text);
END;
