package dev.postern.imports;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.RuntimeJsonMappingException;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Comma-separated values (RFC 4180), with a line of column names first. */
final class Csv {
    private static final CsvMapper READER =
            CsvMapper.builder().enable(CsvParser.Feature.WRAP_AS_ARRAY).build();

    private Csv() {}

    static List<ImportRecord> read(String content, Fields fields) throws ImportRefused {
        List<ImportRecord> records = new ArrayList<>();
        try (MappingIterator<String[]> rows = READER.readerFor(String[].class).readValues(content)) {
            if (!rows.hasNext()) {
                throw new ImportRefused("the file is empty");
            }
            String[] header = rows.next();
            while (rows.hasNext()) {
                int line = rows.getCurrentLocation().getLineNr();
                String[] row = rows.next();
                if (row.length > 1 || !row[0].isBlank()) {
                    records.add(record(line, header, row, fields));
                }
            }
        } catch (IOException | RuntimeJsonMappingException broken) {
            int line = records.isEmpty() ? 1 : records.get(records.size() - 1).line() + 1;
            records.add(ImportRecord.broken(line, "not valid CSV from here on; nothing behind it was read"));
        }
        return records;
    }

    private static ImportRecord record(int line, String[] header, String[] row, Fields fields) {
        if (row.length != header.length) {
            return ImportRecord.broken(
                    line, row.length + " values where the first line names " + header.length + " columns");
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < row.length; i++) {
            if (values.put(header[i].strip(), row[i].strip()) != null) {
                return ImportRecord.broken(line, "two columns named " + header[i].strip());
            }
        }
        return fields.record(line, values);
    }
}
