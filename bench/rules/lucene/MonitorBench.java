import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.lucene.analysis.core.WhitespaceAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.Term;
import org.apache.lucene.monitor.Monitor;
import org.apache.lucene.monitor.MonitorConfiguration;
import org.apache.lucene.monitor.MonitorQuery;
import org.apache.lucene.monitor.QueryMatch;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;

/**
 * Matches documents one by one against stored queries on one thread.
 *
 * <p>Arguments: queries, documents (one a line), file for the answers, documents to answer, seconds to measure. A query
 * line is id, every, some, none, phrase between tabs, words between spaces. Prints documents a second.
 */
public final class MonitorBench {
  private static final String FIELD = "text";

  public static void main(String[] args) throws IOException {
    List<String> documents = Files.readAllLines(Path.of(args[1]));
    int answered = Integer.parseInt(args[3]);
    double seconds = Double.parseDouble(args[4]);
    try (Monitor monitor = new Monitor(new WhitespaceAnalyzer(), new MonitorConfiguration())) {
      monitor.register(queries(Path.of(args[0])));
      answer(monitor, documents.subList(0, answered), Path.of(args[2]));
      measure(monitor, documents, seconds / 2);
      System.out.printf("%.1f%n", measure(monitor, documents, seconds));
    }
  }

  private static double measure(Monitor monitor, List<String> documents, double seconds) throws IOException {
    ThreadMXBean clock = ManagementFactory.getThreadMXBean();
    long begun = clock.getCurrentThreadCpuTime();
    long until = begun + (long) (seconds * 1e9);
    int done = 0;
    while (clock.getCurrentThreadCpuTime() < until) {
      monitor.match(document(documents.get(done % documents.size())), QueryMatch.SIMPLE_MATCHER);
      done++;
    }
    return done / ((clock.getCurrentThreadCpuTime() - begun) / 1e9);
  }

  private static void answer(Monitor monitor, List<String> documents, Path file) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String text : documents) {
      Set<String> ids = new TreeSet<>();
      for (QueryMatch match : monitor.match(document(text), QueryMatch.SIMPLE_MATCHER).getMatches()) {
        ids.add(match.getQueryId());
      }
      lines.add(String.join(" ", ids));
    }
    Files.write(file, lines);
  }

  private static Document document(String text) {
    Document document = new Document();
    document.add(new TextField(FIELD, text, Field.Store.NO));
    return document;
  }

  private static List<MonitorQuery> queries(Path file) throws IOException {
    List<MonitorQuery> found = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      String[] parts = line.split("\t", -1);
      found.add(new MonitorQuery(parts[0], query(parts)));
    }
    return found;
  }

  private static Query query(String[] parts) {
    BooleanQuery.Builder query = new BooleanQuery.Builder();
    for (String word : words(parts[1])) {
      query.add(new TermQuery(new Term(FIELD, word)), Occur.MUST);
    }
    if (!parts[2].isEmpty()) {
      BooleanQuery.Builder some = new BooleanQuery.Builder();
      for (String word : words(parts[2])) {
        some.add(new TermQuery(new Term(FIELD, word)), Occur.SHOULD);
      }
      query.add(some.build(), Occur.MUST);
    }
    for (String word : words(parts[3])) {
      query.add(new TermQuery(new Term(FIELD, word)), Occur.MUST_NOT);
    }
    if (!parts[4].isEmpty()) {
      query.add(new PhraseQuery(FIELD, words(parts[4])), Occur.MUST);
    }
    return query.build();
  }

  private static String[] words(String text) {
    return text.isEmpty() ? new String[0] : text.split(" ");
  }
}
