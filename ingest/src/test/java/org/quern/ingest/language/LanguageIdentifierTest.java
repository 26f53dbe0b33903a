package org.quern.ingest.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quern.ingest.language.fasttext.FastTextFixture;
import org.quern.ingest.language.fasttext.FastTextModel;

class LanguageIdentifierTest {
    private final LanguageIdentifier identifier = LanguageIdentifier.standard();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "eng | The quern is a stone tool for hand-grinding a wide variety of materials, especially grain.",
                "deu | Eine Handmühle ist eine von Hand betriebene Mühle, mit der Getreide gemahlen wird.",
                "fra | Le moulin à bras est un moulin qui sert à moudre les grains et que l'on tourne à la main.",
                "rus | Ручная мельница представляет собой два каменных круга, между которыми перетирают зерно.",
                "jpn | 石臼は、穀物を粉にするために用いられる道具であり、世界の各地で古くから使われてきた。",
                "zho | 石磨是用两块圆形的石头做成的，人们用它把粮食磨成面粉，至今在一些村庄里仍在使用。",
                "ara | كانت النساء في القرية يطحن القمح كل صباح بالرحى الحجرية قبل أن يخبزن الخبز لأطفالهن.",
                "fas | زنان روستا هر صبح پیش از پختن نان، گندم را با دستاس سنگی آرد می‌کردند.",
                "hau | Mata suna niƙa hatsi da dutse kowace safiya kafin su dafa tuwo domin yara su ci.",
                "yor | Àwọn obìnrin máa ń lọ ọkà lórí ọlọ ní gbogbo òwúrọ̀ kí wọ́n tó se oúnjẹ fún àwọn ọmọ.",
                "amh | ሴቶቹ በየቀኑ ጠዋት እህል በድንጋይ ወፍጮ ይፈጫሉ፤ ከዚያም ለልጆቻቸው እንጀራ ይጋግራሉ።",
                "kin | Abagore basya amasaka ku rusyo buri gitondo, kandi nta muntu ubafasha kuko abagabo bajya mu mirima cyane.",
                "xho | Abafazi basila umbona ngelitye yonke imihla kusasa phambi kokuba baphekele abantwana ukutya.",
            })
    void tellsLanguagesByNGrams(String code, String text) {
        Language language = identifier.identify(text);

        assertThat(language.code()).isEqualTo(code);
        assertThat(language.probability()).isBetween(0.65, 1.0);
    }

    @ParameterizedTest
    @CsvSource({
        "tha, โม่หินใช้บดข้าว",
        "khm, ត្បាល់ថ្មសម្រាប់កិនស្រូវ",
        "lao, ໂມ້ຫີນໃຊ້ບົດເຂົ້າ",
        "mya, ကျောက်ဆုံဖြင့် ကြိတ်သည်",
        "kat, ხელსაფქვავი",
        "hye, ձեռքի աղորիք",
        "ell, χειρόμυλος",
        "tam, திருகைக் கல்",
        "kor, 맷돌은 곡식을 간다",
        "iii, ꆈꌠꁱꂷ",
        "bod, རང་འཐག",
    })
    void tellsLanguagesByScript(String code, String text) {
        assertThat(identifier.identify(text)).isEqualTo(new Language(code, 1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pcm | Di woman don grind di corn finish, but dem never chop because e no get anybody wey go cook am for dem.",
                "bho | ई चक्की बहुत पुरान बा, आ गाँव के सब लोग एकरा से आपन आटा पीसत रहल, काहे कि दोसर कवनो चक्की ना रहे।",
                "mai | ई जाँत बहुत पुरान अछि आ गामक सभ लोक एहि सँ अपन आटा पीसैत छल, किएक तँ दोसर कोनो जाँत नहि छल।",
                "sna | Vakadzi vanokuya chibage neguyo mangwanani ese vasati vabikira vana vavo sadza, uye vanoimba kana vachishanda.",
                "nya | Akazi amapera chimanga ndi mwala m'mawa uliwonse, koma lero anthu onse amapita ku chigayo chifukwa ndi chapafupi.",
                "ind | Batu giling itu sudah tua, tetapi masih bisa digunakan karena batunya keras dan tidak mudah pecah.",
                "msa | Batu kisar itu sudah tua, tetapi masih boleh digunakan kerana batunya keras dan tidak mudah pecah.",
                "ceb | Ang galingan nga bato karaan na kaayo, apan gigamit pa kini sa mga tawo aron sa paggaling sa mais.",
                "skr | چکی ݙاڈھی پراݨی اے پر لوک اڄ وی ایندے نال آپݨا اٹا پیہندے ہن۔",
                "srp | Kameni mlin je veoma star, ali ga ljudi u selu još uvek koriste pre svakog praznika, gde god ima dece.",
                "tir | እዚ መጥሓን እምኒ ኣዝዩ ኣረጊት እዩ፡ ሰባት ግን ክሳብ ሕጂ ካብ ናይ ኤሌክትሪክ ንላዕሊ ይመርጽዎ እዮም።",
                "aze | Бу дашын үстүндә буғда үјүдүлүр, һәр кәс өз чөрәјини бурада биширир, чүнки башга дәјирман јохдур, ҝүҹ дә аздыр.",
            })
    void tellsRelativesByWords(String code, String text) {
        assertThat(identifier.identify(text).code()).isEqualTo(code);
    }

    @Test
    void textWithoutWordsIsUndetermined() {
        assertThat(identifier.identify("1 + 2 = 3 \n```java\nint x;\n```")).isEqualTo(Language.UNDETERMINED);
    }

    @Test
    void aFastTextModelMayAnswer() throws IOException {
        byte[] bytes = FastTextFixture.model();
        FastTextModel model = FastTextModel.read(new ByteArrayInputStream(bytes), bytes.length, "lid.ftz");

        Language language = LanguageIdentifier.of(model).identify("вода вращает\nтяжёлый камень");
        assertThat(language.code()).isEqualTo("rus");
        assertThat(language.probability()).isBetween(0.9, 1.0);
        assertThat(LanguageIdentifier.of(model).identify("1 + 2")).isEqualTo(Language.UNDETERMINED);
    }

    /** The codes that models and lists use for the same, and for what is not. */
    @ParameterizedTest
    @CsvSource({
        "en, eng", "eng, eng", "arb_Arab, ara", "arz, arz", "cmn, zho", "zho-simp, zho", "yue, yue", "swh, swa",
                "zsm, msa",
        "ind, ind", "uzn_Latn, uzb", "azj, aze", "als_Latn, sqi", "khk, mon", "pes, fas", "prs, fas", "no, nor",
                "nob, nob",
        "ekk, est", "plt, mlg", "kmr, kur", "ckb, ckb", "pnb, lah", "tgl, fil", "bih, bho", "pcm_Latn, pcm", "mly, msa",
    })
    void aLanguageHasOneName(String code, String name) {
        assertThat(LanguageCode.of(code)).isEqualTo(name);
    }
}
