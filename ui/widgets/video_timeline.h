// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractSlider>

#include <vector>

namespace trutina::ui {

/// The time line of a video, one step per frame. Marks above the line are frames of note; a click goes where it points.
class VideoTimeline : public QAbstractSlider {
    Q_OBJECT
  public:
    explicit VideoTimeline(QWidget* parent = nullptr);

    void setFrames(qint64 last, const std::vector<std::int64_t>& marks);
    void setPosition(qint64 frame); ///< without a word to anyone
    void setLoop(bool shown, qint64 begin, qint64 end);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

  Q_SIGNALS:
    void seekRequested(qint64 frame); ///< by the user

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

  private:
    [[nodiscard]] qreal xOf(qint64 frame) const;
    [[nodiscard]] int frameAt(qreal x) const;

    std::vector<std::int64_t> m_marks;
    bool m_isLoopShown = false;
    qint64 m_loopBegin = 0;
    qint64 m_loopEnd = 0;
    bool m_isFollowing = false;
};

} // namespace trutina::ui
