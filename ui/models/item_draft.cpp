// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/item_draft.h"

#include <QFileInfo>

#include <algorithm>

namespace trutina::ui {

using storage::NewCandidate;
using storage::NewItem;
using storage::NewMedia;
using storage::Turn;

namespace {

constexpr const char* kUser = "user";
constexpr const char* kAssistant = "assistant";

bool isBlank(const std::string& text) {
    return QString::fromStdString(text).trimmed().isEmpty();
}

bool isBlank(const NewCandidate& candidate) {
    return std::all_of(candidate.turns.begin(), candidate.turns.end(), [](const Turn& turn) { return isBlank(turn.content); });
}

std::vector<NewMedia> mediaOf(const std::vector<storage::MediaRecord>& records) {
    std::vector<NewMedia> media;
    media.reserve(records.size());
    for (const auto& record : records) {
        media.push_back({record.path, record.as});
    }
    return media;
}

} // namespace

ItemDraft::ItemDraft() {
    content.prompt.push_back({kUser, {}});
    content.candidates.push_back({{{kAssistant, {}}}, {}, {}});
    content.candidates.push_back({{{kAssistant, {}}}, {}, {}});
}

ItemDraft::ItemDraft(const storage::ItemRecord& item) {
    content.externalId = item.externalId;
    content.prompt = item.prompt;
    content.media = mediaOf(item.media);
    for (const auto& candidate : item.candidates) {
        content.candidates.push_back({candidate.turns, candidate.name, mediaOf(candidate.media)});
    }
    content.tags = item.tags;
    content.meta = item.meta;
    content.source = item.source;
}

void ItemDraft::addCandidate() {
    if (canAddCandidate()) {
        content.candidates.push_back({{{kAssistant, {}}}, {}, {}});
    }
}

void ItemDraft::addEditedCopy(int position, const QString& text) {
    if (!canAddCandidate()) {
        return;
    }
    NewCandidate copy = content.candidates.at(static_cast<std::size_t>(position));
    copy.name =
        copy.name.empty() ? tr("edited").toStdString() : tr("%1, edited").arg(QString::fromStdString(copy.name)).toStdString();
    content.candidates.push_back(std::move(copy));
    setCandidateText(static_cast<int>(content.candidates.size()) - 1, text);
}

void ItemDraft::removeCandidate(int position) {
    if (position >= 0 && position < static_cast<int>(content.candidates.size())) {
        content.candidates.erase(content.candidates.begin() + position);
    }
}

void ItemDraft::moveCandidate(int position, int to) {
    const auto size = static_cast<int>(content.candidates.size());
    if (position < 0 || to < 0 || position >= size || to >= size || position == to) {
        return;
    }
    NewCandidate moved = std::move(content.candidates[static_cast<std::size_t>(position)]);
    content.candidates.erase(content.candidates.begin() + position);
    content.candidates.insert(content.candidates.begin() + to, std::move(moved));
}

void ItemDraft::addMedia(const QString& file) {
    content.media.push_back({file.toStdString(), storage::MediaReading::Automatic});
}

bool ItemDraft::canBeVideo(int position) const {
    const QString ending =
        QFileInfo(QString::fromStdString(content.media.at(static_cast<std::size_t>(position)).file.string())).suffix().toLower();
    return ending == QLatin1String("gif") || ending == QLatin1String("webp");
}

bool ItemDraft::isReadAsVideo(int position) const {
    return content.media.at(static_cast<std::size_t>(position)).as == storage::MediaReading::Video;
}

void ItemDraft::setReadAsVideo(int position, bool on) {
    content.media.at(static_cast<std::size_t>(position)).as =
        on ? storage::MediaReading::Video : storage::MediaReading::Automatic;
}

void ItemDraft::removeMedia(int position) {
    if (position >= 0 && position < static_cast<int>(content.media.size())) {
        content.media.erase(content.media.begin() + position);
    }
}

QString ItemDraft::candidateText(int position) const {
    const auto& turns = content.candidates.at(static_cast<std::size_t>(position)).turns;
    return turns.empty() ? QString() : QString::fromStdString(turns.back().content);
}

void ItemDraft::setCandidateText(int position, const QString& text) {
    auto& turns = content.candidates.at(static_cast<std::size_t>(position)).turns;
    if (turns.empty()) {
        turns.push_back({kAssistant, {}});
    }
    turns.back().content = text.toStdString();
}

QStringList ItemDraft::problems() const {
    QStringList found;
    const NewItem item = finished();
    if (item.prompt.empty() && item.media.empty()) {
        found.append(tr("The prompt is empty. Write a question, or add a picture."));
    }
    for (const NewMedia& media : item.media) {
        const QString file = QString::fromStdString(media.file.string());
        if (!QFileInfo::exists(file)) {
            found.append(tr("The file %1 is not there. Remove it or put it back.").arg(QFileInfo(file).fileName()));
        }
    }
    int number = 0;
    for (const NewCandidate& candidate : item.candidates) {
        ++number;
        if (isBlank(candidate) && candidate.media.empty()) {
            found.append(tr("Answer %1 is empty. Write it, or remove it.").arg(number));
        }
    }
    if (item.candidates.size() < 2) {
        found.append(tr("An item needs at least two answers to compare. Add one more."));
    }
    if (item.candidates.size() > static_cast<std::size_t>(kMostCandidates)) {
        found.append(tr("An item holds at most %1 answers. Remove some.").arg(kMostCandidates));
    }
    for (std::size_t i = 0; i < item.candidates.size(); ++i) {
        for (std::size_t j = i + 1; j < item.candidates.size(); ++j) {
            const bool same =
                item.candidates[i].turns == item.candidates[j].turns && item.candidates[i].media == item.candidates[j].media;
            if (same && !isBlank(item.candidates[i])) {
                found.append(tr("Answers %1 and %2 are the same. Change or remove one of them.").arg(i + 1).arg(j + 1));
            }
        }
    }
    return found;
}

NewItem ItemDraft::finished() const {
    NewItem item = content;
    while (!item.prompt.empty() && isBlank(item.prompt.back().content)) {
        item.prompt.pop_back();
    }
    return item;
}

} // namespace trutina::ui
