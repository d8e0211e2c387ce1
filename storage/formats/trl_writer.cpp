// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/trl_writer.h"

#include "storage/formats/image_placeholders.h"
#include "storage/formats/writers/embedded_pictures.h"
#include "storage/records/error.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace trutina::storage {
namespace {

using Json = nlohmann::ordered_json;

Json textPart(const std::string& text) {
    return {{"type", "text"}, {"text", text}};
}
Json imagePart() {
    return {{"type", "image"}};
}

/// Turns with as many image parts as there are images: at the placeholders, and those left over after the last placeholder, or,
/// without any, before the first user text.
Json promptMessages(const std::vector<Turn>& turns, std::size_t images) {
    std::size_t placeholders = 0;
    for (const Turn& turn : turns) {
        placeholders += countImagePlaceholders(turn.content);
    }
    const auto firstUser = std::find_if(turns.begin(), turns.end(), [](const Turn& turn) { return turn.role == "user"; });
    std::size_t placed = 0;
    std::size_t passed = 0;
    Json messages = Json::array();
    for (auto turn = turns.begin(); turn != turns.end(); ++turn) {
        Json parts = Json::array();
        if (placeholders == 0 && turn == firstUser) {
            for (; placed < images; ++placed) {
                parts.push_back(imagePart());
            }
        }
        const auto pieces = images == 0 ? std::vector<std::string>{turn->content} : splitAtImagePlaceholders(turn->content);
        for (std::size_t piece = 0; piece < pieces.size(); ++piece) {
            if (piece > 0) {
                ++passed;
                const std::size_t due = passed == placeholders ? images : std::min(passed, images);
                for (; placed < due; ++placed) {
                    parts.push_back(imagePart());
                }
            }
            if (!pieces[piece].empty() || pieces.size() == 1) {
                parts.push_back(textPart(pieces[piece]));
            }
        }
        messages.push_back({{"role", turn->role}, {"content", std::move(parts)}});
    }
    return messages;
}

Json answerMessages(const std::vector<Turn>& turns) {
    Json messages = Json::array();
    for (const Turn& turn : turns) {
        messages.push_back({{"role", turn.role}, {"content", Json::array({textPart(turn.content)})}});
    }
    return messages;
}

/// Prompt and answer as one conversation, with contents that are plain texts.
Json conversation(const std::vector<Turn>& prompt, const std::vector<Turn>& answer) {
    Json messages = Json::array();
    for (const auto* turns : {&prompt, &answer}) {
        for (const Turn& turn : *turns) {
            messages.push_back({{"role", turn.role}, {"content", turn.content}});
        }
    }
    return messages;
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
    Json row = Json::object();
    if (m_form != Form::Implicit) {
        const ItemRecord& item = pair.source.item;
        row["images"] = m_parquet == nullptr ? Json(pair.media) : embeddedPictures(target(), item.media);
        row["prompt"] = promptMessages(item.prompt, item.media.size());
        row["chosen"] = answerMessages(pair.pair.chosen->turns);
        row["rejected"] = answerMessages(pair.pair.rejected->turns);
    } else {
        row["chosen"] = conversation(pair.source.item.prompt, pair.pair.chosen->turns);
        row["rejected"] = conversation(pair.source.item.prompt, pair.pair.rejected->turns);
    }
    if (m_writesMargin) {
        row["margin"] = pair.pair.margin;
    }
    if (m_parquet != nullptr) {
        m_parquet->writeRow(pair.split, row);
    } else {
        m_files->writeRow(pair.split, row.dump() + "\n");
    }
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
