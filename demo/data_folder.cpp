// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/data_folder.h"

#include "demo/examples.h"
#include "demo/labelled_scenes.h"
#include "demo/media_files.h"
#include "demo/output_folder.h"
#include "demo/plain_english.h"
#include "demo/records.h"
#include "engine/api/error.h"

#include <nlohmann/json.hpp>

#include <array>
#include <unordered_set>
#include <utility>

namespace trutina::demo {

namespace {

using Json = nlohmann::ordered_json;

/// Lists of records that grow in their files; text, pictures (one or two) and videos, each with its own.
constexpr std::array kLists{"text", "pictures", "videos"};

std::size_t listOf(MediaKind media) {
    return media == MediaKind::None ? 0 : media == MediaKind::Video ? 2 : 1;
}

/// A JSON list, an element a line.
class ListFile {
  public:
    explicit ListFile(const std::filesystem::path& file) : m_file(file) { m_file.write("["); }
    void add(const Json& element) { m_file.write(std::string(m_count++ == 0 ? "\n" : ",\n") + element.dump()); }
    void close() {
        m_file.write("\n]\n");
        m_file.close();
    }
    [[nodiscard]] std::int64_t count() const { return m_count; }

  private:
    TextFile m_file;
    std::int64_t m_count = 0;
};

/// Every sentence once, as it comes.
class Corpus {
  public:
    explicit Corpus(const std::filesystem::path& file) : m_file(file) {
        constexpr int kLastNumber = 20;
        for (int number = 0; number <= kLastNumber; ++number) {
            add(numberWord(number));
            add(std::to_string(number));
        }
        for (const char* const line : plainEnglish()) {
            add(line);
        }
    }
    void add(const std::string& line) {
        if (m_known.insert(line).second) {
            m_file.write(line + "\n");
        }
    }
    void add(const Question& question) {
        // The marks of pictures are split off before anything becomes tokens.
        static const std::string kMark = "<ImageHere>";
        std::string prompt = question.prompt;
        for (auto at = prompt.find(kMark); at != std::string::npos; at = prompt.find(kMark)) {
            prompt.erase(at, kMark.size());
        }
        add(prompt);
        add(question.answers[0]);
        add(question.answers[1]);
    }
    void close() { m_file.close(); }
    [[nodiscard]] std::int64_t lines() const { return static_cast<std::int64_t>(m_known.size()); }

  private:
    TextFile m_file;
    std::unordered_set<std::string> m_known;
};

class DataWriter {
  public:
    DataWriter(const DataOrder& order, std::filesystem::path folder, const std::stop_token& stop, const DataProgress& progress)
        : m_order(order), m_folder(std::move(folder)), m_stop(stop), m_progress(progress) {
        for (const char* const name : {"media", "scenes"}) {
            std::filesystem::create_directory(m_folder / name);
        }
    }

    DataReport write() {
        writePairs();
        writeHeldOut();
        writeItems();
        writeScenes();
        writeWords();
        return m_report;
    }

  private:
    void step(const char* stage) {
        if (m_stop.stop_requested()) {
            throw engine::Cancelled();
        }
        const std::int64_t all = m_order.pairs + m_order.heldOut + m_order.items + m_order.scenes;
        if (m_progress) {
            m_progress(stage, static_cast<double>(m_done++) / static_cast<double>(all > 0 ? all : 1));
        }
    }

    void writePairs() {
        std::vector<ListFile> lists;
        for (const char* const name : kLists) {
            lists.emplace_back(m_folder / (std::string(name) + ".json"));
        }
        TextFile all(m_folder / "train.json");
        Corpus corpus(m_folder / "corpus.txt");
        TrainingStream stream(m_order.seed, m_order.style);
        std::int64_t written = 0;
        while (written < m_order.pairs) {
            const QuestionGroup group = stream.next();
            const std::vector<std::string> names = writeMedia(group.media, m_folder / "media", "t" + paddedNumber(m_groups++));
            m_report.media += static_cast<std::int64_t>(names.size());
            for (const Question& question : group.questions) {
                if (written == m_order.pairs) {
                    break;
                }
                step("training pairs");
                const Json record = pairRecord("t" + std::to_string(++written), question, names);
                lists[listOf(infoOf(question.kind).media)].add(record);
                ++m_report.pairsByKind[infoOf(question.kind).name];
                corpus.add(question);
            }
        }
        std::string mixture;
        for (std::size_t i = 0; i < lists.size(); ++i) {
            lists[i].close();
            if (lists[i].count() > 0) {
                // Thousands, and half a record more: the reader cuts what floating point may have made a hair too small.
                std::string digits = std::to_string(lists[i].count());
                digits.insert(0, digits.size() < 4 ? 4 - digits.size() : 0, '0');
                digits.insert(digits.size() - 3, ".");
                mixture += std::string(kLists[i]) + ".json " + digits + "5\n";
            }
        }
        TextFile data(m_folder / "data.txt");
        data.write(mixture);
        data.close();
        joinLists(all);
        corpus.close();
        m_report.corpusLines = corpus.lines();
    }

    /// All lists in one file: a mapping from their names.
    void joinLists(TextFile& all) {
        std::string separator = "{";
        for (const char* const name : kLists) {
            all.write(separator + "\"" + name + "\": ");
            std::ifstream list(m_folder / (std::string(name) + ".json"), std::ios::binary);
            constexpr std::size_t kBuffer = 1 << 16;
            std::vector<char> buffer(kBuffer);
            while (list.read(buffer.data(), kBuffer), list.gcount() > 0) {
                all.write({buffer.data(), static_cast<std::size_t>(list.gcount())});
            }
            separator = ",";
        }
        all.write("}\n");
        all.close();
    }

    void writeHeldOut() {
        writeExamples("held-out.jsonl", "held-out records", "h", m_order.seed, m_order.heldOut,
                      [&](const std::string& id, std::uint64_t, const Question& question, const std::vector<std::string>& media) {
                          ++m_report.heldOutByKind[infoOf(question.kind).name];
                          return heldOutRecord(id, question, media);
                      });
    }

    void writeItems() {
        // Other examples than the held-out records.
        const std::uint64_t seed = ~m_order.seed;
        writeExamples(
            "items.jsonl", "items", "i", seed, m_order.items,
            [&](const std::string& id, std::uint64_t number, const Question& question, const std::vector<std::string>& media) {
                ++m_report.items;
                return itemRecord(id, seed, number, question, media);
            });
    }

    /// `recordOf(id, number, question, names of its media)` makes a line of the file.
    template <typename RecordOf>
    void writeExamples(const char* fileName, const char* stage, const std::string& prefix, std::uint64_t seed, std::int64_t count,
                       const RecordOf& recordOf) {
        TextFile file(m_folder / fileName);
        const std::vector<Kind> kinds = kindsOrAll(m_order.style.kinds);
        for (std::int64_t i = 0; i < count; ++i) {
            step(stage);
            const auto number = static_cast<std::uint64_t>(i);
            const HeldOutExample example = drawHeldOutExample(seed, number, kinds[static_cast<std::size_t>(i) % kinds.size()]);
            const auto names = writeMedia(example.media, m_folder / "media", prefix + paddedNumber(i));
            file.write(recordOf(prefix + std::to_string(i + 1), number, example.question, names).dump() + "\n");
            m_report.media += static_cast<std::int64_t>(names.size());
        }
        file.close();
    }

    void writeScenes() {
        TextFile file(m_folder / "scenes/scenes.jsonl");
        Json words;
        for (const Shape shape : kShapes) {
            words["shapes"].push_back(name(shape));
        }
        for (const Colour colour : kColours) {
            words["colours"].push_back(name(colour));
        }
        file.write(words.dump() + "\n");
        for (std::int64_t i = 0; i < m_order.scenes; ++i) {
            step("labelled pictures");
            const LabelledPicture scene = drawLabelledPicture(m_order.seed, static_cast<std::uint64_t>(i));
            const std::string image = paddedNumber(i + 1) + ".png";
            writePicture(scene.picture, m_folder / "scenes" / image);
            Json shapes = Json::array();
            const auto pixels = [](int length) { return static_cast<double>(length) / kUnit; };
            for (const PlacedShape& shape : scene.shapes) {
                shapes.push_back({{"shape", name(shape.shape)},
                                  {"colour", name(shape.colour)},
                                  {"x", pixels(shape.x)},
                                  {"y", pixels(shape.y)},
                                  {"diameter", pixels(shape.diameter)}});
            }
            file.write(Json{{"image", image}, {"shapes", shapes}}.dump() + "\n");
            ++m_report.scenes;
        }
        file.close();
    }

    void writeWords() {
        Json mark{{"what", "data of Trutina's demo model"},
                  {"seed", m_order.seed},
                  {"pairs", m_order.pairs},
                  {"held_out", m_order.heldOut},
                  {"items", m_order.items},
                  {"crowd", name(m_order.style.crowd)},
                  {"questions_per_medium", m_order.style.questionsPerMedium},
                  {"terse", m_order.style.isTerse},
                  {"one_way", m_order.style.comparing == Comparing::OneWay},
                  {"descriptions", m_order.style.describes},
                  {"scenes", m_order.scenes},
                  {"pairs_by_kind", m_report.pairsByKind},
                  {"held_out_by_kind", m_report.heldOutByKind}};
        TextFile facts(m_folder / OutputFolder::kMark);
        facts.write(mark.dump(2) + "\n");
        facts.close();
        std::string table = "| kind | training pairs | held out |\n| --- | --- | --- |\n";
        const auto addRow = [&](const std::string& kindName) {
            table += "| " + kindName + " | " + std::to_string(m_report.pairsByKind[kindName]) + " | " +
                     std::to_string(m_report.heldOutByKind[kindName]) + " |\n";
        };
        for (const Kind kind : kindsOrAll(m_order.style.kinds)) {
            addRow(infoOf(kind).name);
        }
        for (const KindInfo& info : kDescriptions) {
            if (m_report.pairsByKind.contains(info.name)) {
                addRow(info.name);
            }
        }
        TextFile readme(m_folder / "README.md");
        readme.write(
            "# Data of Trutina's demo model\n\n"
            "Made by a program, from nothing: pictures and videos of coloured shapes, small sums and small wishes, each "
            "with a right and a wrong answer.\n"
            "Repeat it with `trutina-cli demo-data --seed " +
            std::to_string(m_order.seed) + " --pairs " + std::to_string(m_order.pairs) + " --held-out " +
            std::to_string(m_order.heldOut) + " --items " + std::to_string(m_order.items) + " --scenes " +
            std::to_string(m_order.scenes) +
            "`.\n\n"
            "- `data.txt`: the mixture of `text.json`, `pictures.json` (one or two of them) and `videos.json`; "
            "`train.json` holds the same pairs in one file\n"
            "- `held-out.jsonl`: conversation records of combinations that training lacks; `meta.right` is the better "
            "candidate\n"
            "- `items.jsonl`: other such records to be judged by people, with both answers in a short and a long wording; "
            "`meta.right` lists the right ones\n"
            "- `scenes/`: pictures with what is in them, for the vision stage (" +
            std::to_string(m_report.scenes) +
            ")\n"
            "- `corpus.txt`: sentences for a vocabulary (" +
            std::to_string(m_report.corpusLines) + " lines)\n\n" + table);
        readme.close();
    }

    const DataOrder& m_order;
    std::filesystem::path m_folder;
    std::stop_token m_stop;
    const DataProgress& m_progress;
    DataReport m_report;
    std::int64_t m_done = 0;
    std::int64_t m_groups = 0;
};

} // namespace

DataReport writeData(const DataOrder& order, const std::stop_token& stop, const DataProgress& progress) {
    OutputFolder folder(order.directory, order.replaceExisting);
    DataReport report = DataWriter(order, folder.path(), stop, progress).write();
    folder.publish();
    return report;
}

} // namespace trutina::demo
