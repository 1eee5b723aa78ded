import { expect, test } from 'vitest'
import { pictureIdentity } from './picture-identity.ts'

test('a link of a platform signed anew, for another host or size, leads to the same picture', () => {
  const cover = 'tos-maliva-p-0068/0a1b2c'
  expect(pictureIdentity(`https://p16-sign.tiktokcdn-us.com/${cover}~tplv-a:300.jpeg?x-expires=1700000000&x-signature=ab%3D`)).toBe(
    pictureIdentity(`https://p19-sign-sg.tiktokcdn.com/${cover}~tplv-b.webp?x-expires=1700099999&x-signature=cd`),
  )
  expect(pictureIdentity('https://scontent-fra3-1.cdninstagram.com/v/t51.2885-15/1_n.jpg?stp=dst&oh=00&oe=65')).toBe(
    pictureIdentity('https://scontent.xx.fbcdn.net/v/t51.2885-15/1_n.jpg?oh=11&oe=77'),
  )
})

test('a signed link of a storage service leads to the same picture, another path or number to another', () => {
  const identity = (query: string) => pictureIdentity(`https://files.example/cover.jpg?${query}`)
  expect(identity('id=7&X-Amz-Date=1&X-Amz-Signature=a')).toBe(identity('id=7&X-Amz-Date=2&X-Amz-Signature=b'))
  expect(identity('id=7')).not.toBe(identity('id=8'))
  expect(pictureIdentity('https://a.example/1.jpg')).not.toBe(pictureIdentity('https://b.example/1.jpg'))
  expect(pictureIdentity('https://nottiktokcdn.com/1.jpg?id=1')).not.toBe(pictureIdentity('https://nottiktokcdn.com/1.jpg?id=2'))
})
