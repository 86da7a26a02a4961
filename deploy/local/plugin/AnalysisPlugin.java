package marsad;

import java.io.Reader;
import java.io.StringReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.FilteringTokenFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.ar.ArabicAnalyzer;
import org.apache.lucene.analysis.ar.ArabicNormalizationFilter;
import org.apache.lucene.analysis.ar.ArabicStemFilter;
import org.apache.lucene.analysis.charfilter.HTMLStripCharFilter;
import org.apache.lucene.analysis.charfilter.MappingCharFilter;
import org.apache.lucene.analysis.charfilter.NormalizeCharMap;
import org.apache.lucene.analysis.ckb.SoraniNormalizationFilter;
import org.apache.lucene.analysis.core.DecimalDigitFilter;
import org.apache.lucene.analysis.core.FlattenGraphFilter;
import org.apache.lucene.analysis.core.KeywordTokenizer;
import org.apache.lucene.analysis.core.LetterTokenizer;
import org.apache.lucene.analysis.core.UpperCaseFilter;
import org.apache.lucene.analysis.core.WhitespaceTokenizer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.fa.PersianAnalyzer;
import org.apache.lucene.analysis.fa.PersianNormalizationFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.miscellaneous.LengthFilter;
import org.apache.lucene.analysis.miscellaneous.LimitTokenCountFilter;
import org.apache.lucene.analysis.miscellaneous.RemoveDuplicatesTokenFilter;
import org.apache.lucene.analysis.miscellaneous.SetKeywordMarkerFilter;
import org.apache.lucene.analysis.miscellaneous.TrimFilter;
import org.apache.lucene.analysis.miscellaneous.TruncateTokenFilter;
import org.apache.lucene.analysis.ngram.EdgeNGramTokenFilter;
import org.apache.lucene.analysis.ngram.NGramTokenFilter;
import org.apache.lucene.analysis.pattern.PatternReplaceCharFilter;
import org.apache.lucene.analysis.pattern.PatternReplaceFilter;
import org.apache.lucene.analysis.reverse.ReverseStringFilter;
import org.apache.lucene.analysis.synonym.SolrSynonymParser;
import org.apache.lucene.analysis.synonym.SynonymGraphFilter;
import org.apache.lucene.analysis.synonym.SynonymMap;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.index.IndexService.IndexCreationContext;
import org.elasticsearch.index.analysis.AbstractIndexAnalyzerProvider;
import org.elasticsearch.index.analysis.Analysis;
import org.elasticsearch.index.analysis.AnalyzerProvider;
import org.elasticsearch.index.analysis.CharFilterFactory;
import org.elasticsearch.index.analysis.CustomAnalyzer;
import org.elasticsearch.index.analysis.NormalizingCharFilterFactory;
import org.elasticsearch.index.analysis.NormalizingTokenFilterFactory;
import org.elasticsearch.index.analysis.TokenFilterFactory;
import org.elasticsearch.index.analysis.TokenizerFactory;
import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;
import org.elasticsearch.plugins.Plugin;

/**
 * The part of Elasticsearch's own analysis-common module that index templates of Arabic text use, under the names and
 * settings that the full distribution documents: the distribution on Maven Central comes without that module.
 */
public class AnalysisPlugin extends Plugin implements org.elasticsearch.plugins.AnalysisPlugin {

    private interface Filter extends Function<TokenStream, TokenStream> {}

    private interface Chars extends Function<Reader, Reader> {}

    private static final Pattern UNICODE = Pattern.compile("\\\\u([0-9a-fA-F]{4})");

    /** Filters that a keyword field's normalizer may use too: they change characters, never the number of tokens. */
    private static final Map<String, Function<Settings, Filter>> NORMALIZING = Map.ofEntries(
        Map.entry("arabic_normalization", s -> ArabicNormalizationFilter::new),
        Map.entry("asciifolding", s -> in -> new ASCIIFoldingFilter(in, s.getAsBoolean("preserve_original", false))),
        Map.entry("decimal_digit", s -> DecimalDigitFilter::new),
        Map.entry("lowercase", s -> LowerCaseFilter::new),
        Map.entry("pattern_replace", s -> in -> new PatternReplaceFilter(
            in, Pattern.compile(required(s, "pattern")), s.get("replacement", ""), s.getAsBoolean("all", true))),
        Map.entry("persian_normalization", s -> PersianNormalizationFilter::new),
        Map.entry("sorani_normalization", s -> SoraniNormalizationFilter::new),
        Map.entry("trim", s -> TrimFilter::new),
        Map.entry("uppercase", s -> UpperCaseFilter::new)
    );

    private static final Map<String, Function<Settings, Filter>> FILTERS = Map.ofEntries(
        Map.entry("arabic_stem", s -> ArabicStemFilter::new),
        Map.entry("edge_ngram", s -> in -> new EdgeNGramTokenFilter(
            in, s.getAsInt("min_gram", 1), s.getAsInt("max_gram", 2), s.getAsBoolean("preserve_original", false))),
        Map.entry("flatten_graph", s -> FlattenGraphFilter::new),
        Map.entry("keyword_marker", s -> in -> new SetKeywordMarkerFilter(in, words(s, "keywords"))),
        Map.entry("length", s -> in -> new LengthFilter(in, s.getAsInt("min", 0), s.getAsInt("max", Integer.MAX_VALUE))),
        Map.entry("limit", s -> in -> new LimitTokenCountFilter(in, s.getAsInt("max_token_count", 1))),
        Map.entry("ngram", s -> in -> new NGramTokenFilter(
            in, s.getAsInt("min_gram", 1), s.getAsInt("max_gram", 2), s.getAsBoolean("preserve_original", false))),
        Map.entry("porter_stem", s -> PorterStemFilter::new),
        Map.entry("remove_duplicates", s -> RemoveDuplicatesTokenFilter::new),
        Map.entry("reverse", s -> ReverseStringFilter::new),
        Map.entry("stemmer", AnalysisPlugin::stemmer),
        Map.entry("truncate", s -> in -> new TruncateTokenFilter(in, s.getAsInt("length", 10))),
        Map.entry("unique", s -> UniqueFilter::new)
    );

    private static final Map<String, Function<Settings, Chars>> CHAR_FILTERS = Map.of(
        "html_strip", s -> HTMLStripCharFilter::new,
        "mapping", s -> {
            NormalizeCharMap map = mappings(s);
            return in -> new MappingCharFilter(map, in);
        },
        "pattern_replace", s -> {
            Pattern pattern = Pattern.compile(required(s, "pattern"));
            return in -> new PatternReplaceCharFilter(pattern, s.get("replacement", ""), in);
        }
    );

    private static final Map<String, Supplier<Tokenizer>> TOKENIZERS = Map.of(
        "keyword", KeywordTokenizer::new,
        "letter", LetterTokenizer::new,
        "whitespace", WhitespaceTokenizer::new
    );

    private static final Map<String, Function<Settings, Analyzer>> ANALYZERS = Map.of(
        "arabic", s -> new ArabicAnalyzer(
            Analysis.parseStopWords(null, s, ArabicAnalyzer.getDefaultStopSet()), words(s, "stem_exclusion")),
        "english", s -> new EnglishAnalyzer(
            Analysis.parseStopWords(null, s, EnglishAnalyzer.getDefaultStopSet()), words(s, "stem_exclusion")),
        "persian", s -> new PersianAnalyzer(Analysis.parseStopWords(null, s, PersianAnalyzer.getDefaultStopSet()))
    );

    @Override
    public Map<String, AnalysisProvider<TokenFilterFactory>> getTokenFilters() {
        Map<String, AnalysisProvider<TokenFilterFactory>> all = new HashMap<>();
        NORMALIZING.forEach((type, make) -> all.put(type, provider(make, NormalizingFilter::new, type.equals("pattern_replace"))));
        FILTERS.forEach((type, make) -> all.put(type, provider(make, PlainFilter::new, type.equals("keyword_marker"))));
        for (String type : List.of("synonym", "synonym_graph")) {
            all.put(type, org.elasticsearch.plugins.AnalysisPlugin.requiresAnalysisSettings(
                (index, environment, name, settings) -> new SynonymFilter(name, settings, type.equals("synonym_graph"))));
        }
        return all;
    }

    @Override
    public Map<String, AnalysisProvider<CharFilterFactory>> getCharFilters() {
        Map<String, AnalysisProvider<CharFilterFactory>> all = new HashMap<>();
        CHAR_FILTERS.forEach((type, make) -> all.put(type, provider(make, CharsFactory::new, !type.equals("html_strip"))));
        return all;
    }

    @Override
    public Map<String, AnalysisProvider<TokenizerFactory>> getTokenizers() {
        Map<String, AnalysisProvider<TokenizerFactory>> all = new HashMap<>();
        TOKENIZERS.forEach((type, make) -> all.put(type, (index, environment, name, settings) -> TokenizerFactory.newFactory(name, make)));
        return all;
    }

    @Override
    public Map<String, AnalysisProvider<AnalyzerProvider<? extends Analyzer>>> getAnalyzers() {
        Map<String, AnalysisProvider<AnalyzerProvider<? extends Analyzer>>> all = new HashMap<>();
        ANALYZERS.forEach((type, make) -> all.put(type, (index, environment, name, settings) -> {
            Analyzer analyzer = make.apply(settings);
            return new AbstractIndexAnalyzerProvider<Analyzer>(name, settings) {
                @Override
                public Analyzer get() {
                    return analyzer;
                }
            };
        }));
        return all;
    }

    private interface Factory<F, T> {
        T make(String name, F filter);
    }

    /** A provider of `make`'s filters; one that needs settings has no global instance under its bare name. */
    private static <F, T, U extends T> AnalysisProvider<T> provider(
        Function<Settings, F> make, Factory<F, U> factory, boolean needsSettings) {
        AnalysisProvider<T> provider = (index, environment, name, settings) -> factory.make(name, make.apply(settings));
        return needsSettings ? org.elasticsearch.plugins.AnalysisPlugin.requiresAnalysisSettings(provider) : provider;
    }

    private record PlainFilter(String name, Filter filter) implements TokenFilterFactory {
        @Override
        public TokenStream create(TokenStream in) {
            return filter.apply(in);
        }
    }

    private record NormalizingFilter(String name, Filter filter) implements NormalizingTokenFilterFactory {
        @Override
        public TokenStream create(TokenStream in) {
            return filter.apply(in);
        }
    }

    private record CharsFactory(String name, Chars filter) implements NormalizingCharFilterFactory {
        @Override
        public Reader create(Reader in) {
            return filter.apply(in);
        }
    }

    /** Synonyms in Solr's format, read with the part of the chain that stands before the filter, as upstream does. */
    private record SynonymFilter(String name, Settings settings, boolean graph) implements TokenFilterFactory {
        @Override
        public TokenStream create(TokenStream in) {
            throw new IllegalStateException("synonyms are built for the chain they stand in");
        }

        @Override
        public TokenFilterFactory getChainAwareTokenFilterFactory(
            IndexCreationContext context, TokenizerFactory tokenizer, List<CharFilterFactory> charFilters,
            List<TokenFilterFactory> before, Function<String, TokenFilterFactory> all) {
            SynonymMap map = read(new CustomAnalyzer(
                tokenizer, charFilters.toArray(CharFilterFactory[]::new),
                before.stream().map(TokenFilterFactory::getSynonymFilter).toArray(TokenFilterFactory[]::new)));
            return new PlainFilter(name, in -> {
                TokenStream out = map.fst == null ? in : new SynonymGraphFilter(in, map, false);
                return graph || map.fst == null ? out : new FlattenGraphFilter(out);
            });
        }

        private SynonymMap read(Analyzer analyzer) {
            SolrSynonymParser parser = new SolrSynonymParser(true, settings.getAsBoolean("expand", true), analyzer);
            try {
                parser.parse(new StringReader(String.join("\n", settings.getAsList("synonyms"))));
                return parser.build();
            } catch (Exception error) {
                throw new IllegalArgumentException("synonyms of [" + name + "] cannot be read", error);
            }
        }
    }

    private static final class UniqueFilter extends FilteringTokenFilter {
        private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
        private final CharArraySet seen = new CharArraySet(8, false);

        private UniqueFilter(TokenStream in) {
            super(in);
        }

        @Override
        protected boolean accept() {
            return seen.add(term.toString());
        }

        @Override
        public void reset() throws java.io.IOException {
            super.reset();
            seen.clear();
        }
    }

    private static Filter stemmer(Settings settings) {
        String language = settings.get("language", settings.get("name", "porter"));
        return switch (language) {
            case "arabic" -> ArabicStemFilter::new;
            case "porter" -> PorterStemFilter::new;
            default -> throw new IllegalArgumentException("this node has no stemmer [" + language + "], only arabic and porter");
        };
    }

    private static NormalizeCharMap mappings(Settings settings) {
        NormalizeCharMap.Builder builder = new NormalizeCharMap.Builder();
        for (String rule : settings.getAsList("mappings")) {
            String[] sides = rule.split("=>", 2);
            if (sides.length < 2) {
                throw new IllegalArgumentException("mapping [" + rule + "] has no =>");
            }
            builder.add(unescape(sides[0].trim()), unescape(sides[1].trim()));
        }
        return builder.build();
    }

    /** The escapes of the mapping char filter: a backslash with u and four hexadecimal digits, or as in Java strings. */
    private static String unescape(String text) {
        return UNICODE.matcher(text)
            .replaceAll(found -> Matcher.quoteReplacement(Character.toString(Integer.parseInt(found.group(1), 16))))
            .translateEscapes();
    }

    private static String required(Settings settings, String key) {
        String value = settings.get(key);
        if (value == null) {
            throw new IllegalArgumentException(key + " is missing");
        }
        return value;
    }

    private static CharArraySet words(Settings settings, String key) {
        return new CharArraySet(settings.getAsList(key), false);
    }
}
