// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/image_placeholders.h"
#include "storage/formats/json_access.h"
#include "storage/formats/readers/messages.h"
#include "storage/formats/readers/pair_building.h"
#include "storage/formats/readers/record_formats.h"

#include <iterator>
#include <utility>

namespace trutina::storage {
namespace {

using Json = nlohmann::json;

constexpr const char* kImage = "<image>";

/// The turns after the last user turn, cut off.
std::vector<Turn> takeAnswer(std::vector<Turn>& messages) {
    auto at = messages.end();
    while (at != messages.begin() && std::prev(at)->role != "user") {
        --at;
    }
    std::vector<Turn> answer(std::make_move_iterator(at), std::make_move_iterator(messages.end()));
    messages.erase(at, messages.end());
    if (answer.empty()) {
        throw Failure("record.no_answer", "The messages do not end with an answer.", "End them with an assistant turn.");
    }
    return answer;
}

std::size_t tokens(const std::vector<Turn>& turns, std::string_view token) {
    std::size_t count = 0;
    for (const Turn& turn : turns) {
        for (auto at = turn.content.find(token); at != std::string::npos; at = turn.content.find(token, at + token.size())) {
            ++count;
        }
    }
    return count;
}

/// The media that an answer shows: those behind the ones of the prompt, when the answer holds as many tokens.
std::vector<NewMedia> takeOwn(std::vector<NewMedia>& media, std::vector<Turn>& answer, std::size_t inPrompt) {
    std::vector<NewMedia> own;
    const std::size_t inAnswer = tokens(answer, kImage);
    if (inAnswer > 0 && media.size() == inPrompt + inAnswer) {
        own.assign(std::make_move_iterator(media.begin() + static_cast<std::ptrdiff_t>(inPrompt)),
                   std::make_move_iterator(media.end()));
        media.resize(inPrompt);
        replaceTokens(answer, own.size(), 0);
        // Pictures before the words need no place in them.
        std::string& words = answer.front().content;
        for (std::size_t image = 0; image < own.size() && words.starts_with(kImagePlaceholder); ++image) {
            words.erase(0, kImagePlaceholder.size());
        }
    }
    return own;
}

class MsSwiftFormat : public RecordFormat {
  public:
    [[nodiscard]] FormatInfo info() const override {
        return {
            "ms-swift",
            "ms-swift preference records",
            "messages with rejected_response, rejected_messages or rejected_images, images, videos and margin; or with label.",
            true,
            true,
            {"jsonl", "json"}};
    }

    [[nodiscard]] bool recognises(const FileProbe& probe) const override {
        const Json* label = probe.find("label");
        return looksLikeMessages(probe.find("messages")) && !probe.has("candidates") &&
               (probe.has("rejected_response") || probe.has("rejected_messages") || probe.has("rejected_images") ||
                (label != nullptr && label->is_boolean()));
    }

    void read(FormatRecord& record, RecordItems& out) const override {
        NewItem item;
        item.externalId = record.id({"id"});
        item.prompt = messagesOf(record.required("messages"), "messages").turns;
        std::vector<Turn> chosen = takeAnswer(item.prompt);
        item.media = record.media().media(record.find("images"), "images", MediaReading::Image);
        const std::size_t inPrompt = tokens(item.prompt, kImage);
        std::vector<NewMedia> chosenMedia = takeOwn(item.media, chosen, inPrompt);
        const std::size_t images = item.media.size();
        if (const Json* label = record.find("label")) {
            const auto isGood = truthOf(*label);
            if (!isGood) {
                refuseType("label", "true or false", *label);
            }
            item.candidates = {{std::move(chosen), {}, std::move(chosenMedia)}};
            item.meta = Json{{"label", *isGood}}.dump();
        } else {
            readRejected(record, item, std::move(chosen), std::move(chosenMedia), inPrompt);
        }
        const auto videos = record.media().media(record.find("videos"), "videos", MediaReading::Video);
        item.media.insert(item.media.end(), videos.begin(), videos.end());
        replaceTokens(item.prompt, images, videos.size());
        settlePlaceholders(item.prompt, images);
        if (const Json* margin = record.find("margin")) {
            const auto number = numberOf(*margin);
            if (!number) {
                refuseType("margin", "a number", *margin);
            }
            item.meta = Json{{"margin", *number}}.dump();
        }
        out.items.push_back(std::move(item));
    }

  private:
    static void readRejected(FormatRecord& record, NewItem& item, std::vector<Turn> chosen, std::vector<NewMedia> chosenMedia,
                             std::size_t inPrompt) {
        std::vector<Turn> rejected = chosen;
        std::vector<Turn> rejectedPrompt = item.prompt;
        if (const Json* response = record.find("rejected_response")) {
            rejected = response->is_string() ? std::vector<Turn>{{"assistant", response->get<std::string>()}}
                                             : messagesOf(*response, "rejected_response").turns;
        } else if (const Json* messages = record.find("rejected_messages")) {
            rejectedPrompt = messagesOf(*messages, "rejected_messages").turns;
            rejected = takeAnswer(rejectedPrompt);
            record.find("rejected_videos"); // those of the prompt, which are the same for both
        }
        std::vector<NewMedia> rejectedMedia;
        if (const Json* images = record.find("rejected_images")) {
            std::vector<NewMedia> shown = record.media().media(images, "rejected_images", MediaReading::Image);
            std::vector<Turn> written = chosenMedia.empty() ? rejected : std::vector<Turn>{{"assistant", kImage}};
            if (tokens(rejected, kImage) == 0 && !chosenMedia.empty()) {
                rejectedMedia = shown.size() > inPrompt ? takeOwn(shown, written, inPrompt) : std::move(shown);
            } else {
                rejectedMedia = takeOwn(shown, rejected, inPrompt);
            }
            if (rejectedMedia.empty() && shown != item.media) {
                // The same question about other pictures: they belong to the sides, not to the prompt.
                chosenMedia = std::exchange(item.media, {});
                rejectedMedia = std::move(shown);
                for (Turn& turn : item.prompt) {
                    for (auto at = turn.content.find(kImage); at != std::string::npos; at = turn.content.find(kImage)) {
                        turn.content.erase(at, std::string_view(kImage).size());
                    }
                }
                rejectedPrompt = item.prompt;
            }
        }
        if (rejectedPrompt.size() != item.prompt.size()) {
            throw Failure("record.two_prompts", "The rejected messages ask another question than the chosen ones.",
                          "Both sides need the same prompt.");
        }
        item.candidates = {{std::move(chosen), {}, std::move(chosenMedia)}, {std::move(rejected), {}, std::move(rejectedMedia)}};
        item.votes = {winnerVote(record.options().annotator, 0)};
    }
};

} // namespace

std::unique_ptr<RecordFormat> makeMsSwiftFormat() {
    return std::make_unique<MsSwiftFormat>();
}

} // namespace trutina::storage
