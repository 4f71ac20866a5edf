package dev.postern.imports;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.RuntimeJsonMappingException;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Values separated by commas (RFC 4180), semicolons or tabs, with a line of column names first. */
final class Csv {
    private static final List<Character> SEPARATORS = List.of(',', ';', '\t');

    private static final CsvMapper READER =
            CsvMapper.builder().enable(CsvParser.Feature.WRAP_AS_ARRAY).build();

    private Csv() {}

    static List<ImportRecord> read(String content, Fields fields) throws ImportRefused {
        List<ImportRecord> records = new ArrayList<>();
        try (MappingIterator<String[]> rows = READER.readerFor(String[].class)
                .with(CsvSchema.emptySchema().withColumnSeparator(separator(content)))
                .readValues(content)) {
            if (!rows.hasNext()) {
                throw new ImportRefused("the file is empty");
            }
            String[] header = rows.next();
            requireColumns(header);
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

    /** The most frequent separator in the first line. */
    private static char separator(String content) {
        String first = content.lines().findFirst().orElse("").replaceAll("\"[^\"]*\"", "");
        return SEPARATORS.stream()
                .max(Comparator.comparingLong(separator ->
                        first.chars().filter(each -> each == separator).count()))
                .orElse(',');
    }

    /** Without column names, the first line might be a record, which must neither be lost nor shown. */
    private static void requireColumns(String[] header) throws ImportRefused {
        if (!Fields.areColumns(Stream.of(header))) {
            throw new ImportRefused("the first line must name the columns, with one for the name, such as username,"
                    + " and one for the password hash or the roles, such as password_hash or roles");
        }
    }

    private static ImportRecord record(int line, String[] header, String[] row, Fields fields) {
        if (row.length != header.length) {
            return ImportRecord.broken(
                    line, row.length + " values where the first line names " + header.length + " columns");
        }
        Map<String, FieldValue> values = new LinkedHashMap<>();
        for (int i = 0; i < row.length; i++) {
            String column = header[i].strip();
            if (!column.isEmpty() && values.put(column, new FieldValue.Text(row[i].strip())) != null) {
                return ImportRecord.broken(line, "two columns named " + column);
            }
        }
        return fields.record(line, values);
    }
}
