// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/trl_writer.h"

#include "storage/formats/image_placeholders.h"
#include "storage/formats/json_text.h"
#include "storage/formats/writers/embedded_pictures.h"
#include "storage/records/error.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

namespace trutina::storage {
namespace {

using Json = nlohmann::ordered_json;

/// A text, or the place of a picture.
struct Part {
    std::string_view text;
    bool isImage = false;
};
struct Message {
    std::string_view role;
    std::vector<Part> parts;
};

/// Turns with as many image parts as there are images: at the placeholders, and those left over after the last placeholder, or,
/// without any, before the first user text.
std::vector<Message> messagesOf(const std::vector<Turn>& turns, std::size_t images = 0) {
    constexpr Part kImage{{}, true};
    std::size_t placeholders = 0;
    for (const Turn& turn : turns) {
        placeholders += images == 0 ? 0 : countImagePlaceholders(turn.content);
    }
    const auto firstUser = std::find_if(turns.begin(), turns.end(), [](const Turn& turn) { return turn.role == "user"; });
    std::size_t placed = 0;
    std::size_t passed = 0;
    std::vector<Message> messages;
    for (auto turn = turns.begin(); turn != turns.end(); ++turn) {
        std::vector<Part>& parts = messages.emplace_back(Message{turn->role, {}}).parts;
        if (placeholders == 0 && turn == firstUser) {
            for (; placed < images; ++placed) {
                parts.push_back(kImage);
            }
        }
        const auto pieces = images == 0 ? std::vector<std::string_view>{turn->content} : splitAtImagePlaceholders(turn->content);
        for (std::size_t piece = 0; piece < pieces.size(); ++piece) {
            if (piece > 0) {
                ++passed;
                const std::size_t due = passed == placeholders ? images : std::min(passed, images);
                for (; placed < due; ++placed) {
                    parts.push_back(kImage);
                }
            }
            if (!pieces[piece].empty() || pieces.size() == 1) {
                parts.push_back({pieces[piece]});
            }
        }
    }
    return messages;
}

/// For Parquet.
Json toJson(const Part& part) {
    if (part.isImage) {
        return {{"type", "image"}};
    }
    return {{"type", "text"}, {"text", part.text}};
}

Json toJson(const std::vector<Message>& messages) {
    Json list = Json::array();
    for (const Message& message : messages) {
        Json parts = Json::array();
        for (const Part& part : message.parts) {
            parts.push_back(toJson(part));
        }
        list.push_back({{"role", message.role}, {"content", std::move(parts)}});
    }
    return list;
}

// Rows of JSON are written as text at once: a large export is mostly this.

/// Appends `[…]`, each element as `append` writes it.
template <typename Elements, typename Append>
void appendList(std::string& json, const Elements& elements, const Append& append) {
    json += '[';
    bool isFirst = true;
    for (const auto& element : elements) {
        json += isFirst ? "" : ",";
        isFirst = false;
        append(element);
    }
    json += ']';
}

/// `content` appends what the message says.
template <typename Content>
void appendMessage(std::string& json, std::string_view role, const Content& content) {
    json += R"({"role":)";
    appendQuoted(json, role);
    json += R"(,"content":)";
    content();
    json += '}';
}

void appendTextPart(std::string& json, std::string_view text) {
    json += R"({"type":"text","text":)";
    appendQuoted(json, text);
    json += '}';
}

/// Most rows have no pictures: each turn is then one part, and no list of parts needs to be made.
void appendMessages(std::string& json, const std::vector<Turn>& turns, std::size_t images = 0) {
    if (images == 0) {
        appendList(json, turns, [&json](const Turn& turn) {
            appendMessage(json, turn.role, [&] {
                json += '[';
                appendTextPart(json, turn.content);
                json += ']';
            });
        });
        return;
    }
    appendList(json, messagesOf(turns, images), [&json](const Message& message) {
        appendMessage(json, message.role, [&] {
            appendList(json, message.parts, [&json](const Part& part) {
                if (part.isImage) {
                    json += R"({"type":"image"})";
                } else {
                    appendTextPart(json, part.text);
                }
            });
        });
    });
}

void appendConversation(std::string& json, const std::vector<Turn>& prompt, const std::vector<Turn>& answer) {
    std::vector<const Turn*> turns;
    for (const auto* part : {&prompt, &answer}) {
        std::ranges::transform(*part, std::back_inserter(turns), [](const Turn& turn) { return &turn; });
    }
    appendList(json, turns,
               [&json](const Turn* turn) { appendMessage(json, turn->role, [&] { appendQuoted(json, turn->content); }); });
}

} // namespace

TrlWriter::TrlWriter(ExportTarget& target, Form form)
    : PairWriter(target, {}), m_form(form), m_writesMargin(target.options.rules.margin != MarginRule::None) {
    if (form != Form::Embedded) {
        m_files = std::make_unique<SplitFiles>(target.folder, target.options.rules,
                                               SplitFiles::Naming{.name = "pairs", .ending = ".jsonl"});
        return;
    }
    using Kind = ParquetColumn::Kind;
    std::vector<ParquetColumn> columns = {{"images", Kind::Pictures},
                                          {"prompt", Kind::PartMessages},
                                          {"chosen", Kind::PartMessages},
                                          {"rejected", Kind::PartMessages}};
    if (m_writesMargin) {
        columns.push_back({"margin", Kind::Number});
    }
    m_parquet = std::make_unique<ParquetSplits>(target.folder, std::move(columns));
}

void TrlWriter::check(const ItemRecord& item, const PreferencePair& /*pair*/) const {
    if (m_form == Form::Implicit) {
        if (!item.media.empty()) {
            throw Failure("pair.media", "The item has pictures, which the trainer cannot read.");
        }
        return;
    }
    const auto holdsUserTurn =
        std::any_of(item.prompt.begin(), item.prompt.end(), [](const Turn& turn) { return turn.role == "user"; });
    if (!holdsUserTurn && !item.media.empty()) {
        throw Failure("pair.no_user_turn", "The prompt has pictures but no user turn to show them in.");
    }
}

void TrlWriter::writePair(const ReadyPair& pair) {
    if (m_parquet != nullptr) {
        writeEmbedded(pair);
        return;
    }
    const ItemRecord& item = pair.source.item;
    std::string& row = m_row;
    row = "{";
    if (m_form == Form::Implicit) {
        row += R"("chosen":)";
        appendConversation(row, item.prompt, pair.pair.chosen->turns);
        row += R"(,"rejected":)";
        appendConversation(row, item.prompt, pair.pair.rejected->turns);
    } else {
        row += R"("images":)";
        appendList(row, pair.media, [&row](const std::string& path) { appendQuoted(row, path); });
        row += R"(,"prompt":)";
        appendMessages(row, item.prompt, item.media.size());
        row += R"(,"chosen":)";
        appendMessages(row, pair.pair.chosen->turns);
        row += R"(,"rejected":)";
        appendMessages(row, pair.pair.rejected->turns);
    }
    if (m_writesMargin) {
        row += R"(,"margin":)" + Json(pair.pair.margin).dump();
    }
    row += "}\n";
    m_files->writeRow(pair.split, row);
}

void TrlWriter::writeEmbedded(const ReadyPair& pair) {
    const ItemRecord& item = pair.source.item;
    Json row = {{"images", embeddedPictures(target(), item.media)},
                {"prompt", toJson(messagesOf(item.prompt, item.media.size()))},
                {"chosen", toJson(messagesOf(pair.pair.chosen->turns))},
                {"rejected", toJson(messagesOf(pair.pair.rejected->turns))}};
    if (m_writesMargin) {
        row["margin"] = pair.pair.margin;
    }
    m_parquet->writeRow(pair.split, row);
}

void TrlWriter::finish() {
    if (m_parquet != nullptr) {
        m_parquet->close();
    } else {
        m_files->close();
    }
}

std::vector<std::string> TrlWriter::rules() const {
    std::vector<std::string> rules = PairWriter::rules();
    if (m_form == Form::Implicit) {
        rules.emplace_back("A pair with pictures is left out (`pair.media`): the reward trainer reads texts only.");
        return rules;
    }
    rules.emplace_back(
        "Pictures stand where the prompt says `<ImageHere>`; without that, before the first user text. Placeholders beyond "
        "the number of pictures vanish. The number of image parts always equals the number of images.");
    rules.emplace_back("A pair with pictures but no user turn is left out (`pair.no_user_turn`).");
    return rules;
}

std::string TrlWriter::usage() const {
    if (m_form == Form::Implicit) {
        return "```python\n"
               "from datasets import load_dataset\n\n"
               "pairs = load_dataset(\".\", split=\"train\")\n"
               "```\n";
    }
    if (m_form == Form::Embedded) {
        return std::string(kParquetUsage);
    }
    return "Run from inside this folder, so that the relative paths of the pictures are found:\n\n"
           "```python\n"
           "from datasets import Image, Sequence, load_dataset\n\n"
           "pairs = load_dataset(\"json\", data_files=\"" +
           m_files->names().front() +
           "\", split=\"train\")\n"
           "pairs = pairs.cast_column(\"images\", Sequence(Image()))\n"
           "```\n";
}

std::string TrlWriter::hubConfiguration() const {
    return m_parquet != nullptr ? m_parquet->hubConfiguration() : m_files->hubConfiguration();
}

} // namespace trutina::storage
