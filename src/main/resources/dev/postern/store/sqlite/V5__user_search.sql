-- Names by every three characters in a row, so that a search among many does not read all of them.
CREATE VIRTUAL TABLE user_names USING fts5 (username_key, tokenize = 'trigram case_sensitive 1');

INSERT INTO user_names (username_key) SELECT username_key FROM users;
