// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scoring/model_probe.h"

#include "engine/analysis/sentences.h"
#include "engine/api/error.h"
#include "engine/media/hidden_parts.h"
#include "engine/media/media_format.h"
#include "engine/media/media_reader.h"
#include "engine/scoring/hidden_views.h"
#include "engine/tokenizer/chat_template.h"

#include <algorithm>
#include <string>
#include <utility>

namespace trutina::engine {

namespace {

/// Rows of candidates that go through the decoder together while sentences are left out.
constexpr int kCutTokensAtOnce = 4096;

/// The whole conversation as a prompt and its last answer, which is the same sequence, so that its sentences can be left out.
ScoreRequest withCandidates(ScoreRequest request) {
    auto& conversation = request.conversation;
    if (conversation.candidates.empty() && !conversation.messages.empty()) {
        conversation.candidates.push_back({{conversation.messages.back()}, {}});
        conversation.messages.pop_back();
    }
    return request;
}

} // namespace

ModelProbe::ModelProbe(Tools tools, const ProbeRequest& request, std::stop_token stop, const ProgressSink& progress)
    : m_tools(std::move(tools)),
      m_request(request),
      m_variant{request.conversation, request.options},
      m_stop(std::move(stop)),
      m_progress(progress),
      m_placing(m_stop, progress),
      m_shelf(m_tools.media, {request.options.frameLabels, request.options.reuse, false}, m_placing) {
    m_variant.options.positions = false;
    m_variant.options.keep = Keep::Nothing;
}

template <typename Step>
void ModelProbe::step(double weight, Step run) {
    const double share = (1 - m_done) * weight / m_weight;
    ProgressSink part;
    if (m_progress) {
        part = [this, share](const Progress& progress) {
            m_progress({progress.stage, m_done + share * progress.fraction, progress.detail});
        };
    }
    Pace pace(m_stop, part);
    pace.checkpoint();
    run(pace);
    m_done += share;
    m_weight -= weight;
}

ProbeResult ModelProbe::run() {
    // What there is to hide is known once the media are placed; until then the whole is taken for half of the work.
    m_weight = 2;
    step(1, [&](Pace& pace) { m_result.whole = m_tools.score({m_request.conversation, m_request.options}, m_shelf, pace); });
    const auto media = shownMedia();
    const auto sentences = m_request.sentences ? cuts() : std::vector<Cut>();
    m_weight = m_request.media && !media.empty() ? 0.5 : 0;
    for (const ShownMedium& medium : media) {
        const auto geometry = m_shelf.geometryOf(medium.slot);
        m_weight += m_request.tiles && medium.kind == MediaKind::Image ? geometry.tileRows * geometry.tileColumns : 0;
        m_weight += m_request.frames && medium.kind == MediaKind::Video ? 32 : 0; // corrected when it is read
    }
    m_weight += static_cast<double>(sentences.size()) / 8 + 1e-9;

    if (m_request.media && !media.empty()) {
        hideMedia();
    }
    for (const ShownMedium& medium : media) {
        if (m_request.tiles && medium.kind == MediaKind::Image) {
            hideTiles(medium);
        }
    }
    for (const ShownMedium& medium : media) {
        if (m_request.frames && medium.kind == MediaKind::Video) {
            hideFrames(medium);
        }
    }
    hideSentences(sentences);
    if (m_progress) {
        m_progress({Stage::ScoringCandidates, 1, {}});
    }
    return std::move(m_result);
}

std::vector<ModelProbe::ShownMedium> ModelProbe::shownMedia() const {
    const auto& all = m_request.conversation.media;
    const int hdNum = effectiveHdNum(m_request.options.hdNum, static_cast<int>(all.size()));
    std::vector<ShownMedium> shown;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (std::find(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(i), all[i]) !=
            all.begin() + static_cast<std::ptrdiff_t>(i)) {
            continue; // the same medium once more: hidden together with the first
        }
        auto slot = m_shelf.slotOf(all[i], hdNum);
        if (!slot) {
            slot = m_shelf.slotOf(all[i], 0); // where every candidate brings media of its own
        }
        if (slot) {
            shown.push_back({static_cast<int>(i), *slot, mediaKindOf(all[i].path, all[i].as)});
        }
    }
    return shown;
}

void ModelProbe::hideMedia() {
    step(0.5, [&](Pace& pace) {
        ScoreRequest blind = m_variant;
        blind.conversation.media.clear();
        for (Candidate& candidate : blind.conversation.candidates) {
            candidate.media.clear();
        }
        MediaShelf empty(m_tools.media, {}, pace);
        HiddenPart part;
        part.scores = m_tools.score(blind, empty, pace).scores;
        m_result.parts.push_back(std::move(part));
    });
}

std::vector<float> ModelProbe::scoresWith(const ShownMedium& medium, const Picture& before, const Picture& changed, Pace& pace) {
    const auto views = changedViews(before, changed, static_cast<int>(m_tools.tileSize));
    const std::string identity = m_shelf.identity(medium.slot);
    const at::Tensor tokens = m_shelf.tokens(medium.slot, m_tools.images, pace);
    // The part's number among all makes the name of what is shown unique: nothing kept of another is taken for it.
    m_shelf.substitute(
        medium.slot,
        tokensAfterChange(tokens, changed, views, m_shelf.geometryOf(medium.slot), m_tools.tileSize, m_tools.images, pace),
        identity + ", part " + std::to_string(m_result.parts.size()) + " hidden");
    auto scores = m_tools.score(m_variant, m_shelf, pace).scores;
    m_shelf.substitute(medium.slot, tokens, identity);
    return scores;
}

void ModelProbe::hideTiles(const ShownMedium& medium) {
    const auto& input = m_request.conversation.media[static_cast<std::size_t>(medium.index)];
    const auto prepared = m_tools.media.prepare(input, m_shelf.viewOf(medium.slot));
    for (int row = 0; row < prepared.sheet.tileRows; ++row) {
        for (int column = 0; column < prepared.sheet.tileColumns; ++column) {
            step(1, [&](Pace& pace) {
                HiddenPart part;
                part.kind = HiddenKind::Tile;
                part.medium = medium.index;
                part.row = row;
                part.column = column;
                const Picture& sheet = prepared.sheet.sheet;
                part.scores =
                    scoresWith(medium, sheet, withTileHidden(sheet, static_cast<int>(m_tools.tileSize), row, column), pace);
                m_result.parts.push_back(std::move(part));
            });
        }
    }
}

void ModelProbe::hideFrames(const ShownMedium& medium) {
    const auto& input = m_request.conversation.media[static_cast<std::size_t>(medium.index)];
    const auto options = m_tools.media.sheetOptions(m_shelf.viewOf(medium.slot));
    const SampledVideo video = sampleVideo(input.path);
    const Picture before = sheetOfVideo(video, options).sheet;
    m_weight += static_cast<double>(video.frames.size()) - 32;
    for (std::size_t frame = 0; frame < video.frames.size(); ++frame) {
        step(1, [&](Pace& pace) {
            SampledVideo hidden = video;
            hidden.frames[frame] = hiddenPicture(video.frames[frame].width, video.frames[frame].height);
            HiddenPart part;
            part.kind = HiddenKind::Frame;
            part.medium = medium.index;
            part.frame = static_cast<int>(frame);
            part.scores = scoresWith(medium, before, sheetOfVideo(std::move(hidden), options).sheet, pace);
            m_result.parts.push_back(std::move(part));
        });
    }
}

std::vector<ModelProbe::Cut> ModelProbe::cuts() const {
    std::vector<Cut> all;
    const auto conversation = withCandidates(m_variant).conversation;
    for (std::size_t c = 0; c < conversation.candidates.size(); ++c) {
        for (std::size_t m = 0; m < conversation.candidates[c].messages.size(); ++m) {
            const Message& message = conversation.candidates[c].messages[m];
            if (message.role != "assistant") {
                continue;
            }
            for (const TextSpan& span : splitSentences(message.content)) {
                all.push_back({c, m, span.begin, span.end, m_result.whole.candidateTokens[c]});
            }
        }
    }
    return all;
}

void ModelProbe::hideSentences(const std::vector<Cut>& cuts) {
    ScoreRequest request = withCandidates(m_variant);
    request.options.keep = m_request.options.keep == Keep::Nothing ? Keep::Nothing : Keep::Prompt;
    request.options.semantics = ScoringSemantics::Single; // other answers stand beside a shortened one than beside the whole one
    const auto answers = request.conversation.candidates;
    const bool isWhole = m_variant.conversation.candidates.empty();
    for (std::size_t first = 0; first < cuts.size();) {
        std::size_t last = first;
        int tokens = 0;
        while (last < cuts.size() && (last == first || tokens + cuts[last].tokens <= kCutTokensAtOnce)) {
            tokens += cuts[last++].tokens;
        }
        step(static_cast<double>(last - first) / 8, [&](Pace& pace) {
            request.conversation.candidates.clear();
            for (std::size_t i = first; i < last; ++i) {
                Candidate& shortened = request.conversation.candidates.emplace_back(answers[cuts[i].candidate]);
                shortened.messages[cuts[i].message].content.erase(cuts[i].begin, cuts[i].end - cuts[i].begin);
            }
            const auto scores = m_tools.score(request, m_shelf, pace).scores;
            for (std::size_t i = first; i < last; ++i) {
                HiddenPart part;
                part.kind = HiddenKind::Sentence;
                part.candidate = static_cast<int>(cuts[i].candidate);
                part.message = static_cast<int>(isWhole ? request.conversation.messages.size() : cuts[i].message);
                part.begin = cuts[i].begin;
                part.end = cuts[i].end;
                part.scores = {scores[i - first]};
                m_result.parts.push_back(std::move(part));
            }
        });
        first = last;
    }
}

} // namespace trutina::engine
